package codeblocking.ledger;

import codeblocking.settings.Settings;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same on a real PostgreSQL, whose planner and types differ from H2's. */
@SuppressWarnings("NullAway.Init")
class PostgresConsoleIT extends ConsoleContract {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static PostgresCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = PostgresCluster.start();
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  @Override
  Settings.Database database() {
    try {
      String url = cluster.database("console" + DATABASES.incrementAndGet());
      return new Settings.Database(url, "ledger", "");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  String numbers(int count) {
    return "generate_series(1, " + count + ") AS numbers(n)";
  }
}
