package codeblocking.ledger;

import codeblocking.settings.Settings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same on a real PostgreSQL, whose planner and types differ from H2's. */
@SuppressWarnings("NullAway.Init")
class PostgresConsoleIT extends ConsoleContract {
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
    return cluster.fresh();
  }

  @Override
  String numbers(int count) {
    return "generate_series(1, " + count + ") AS numbers(n)";
  }
}
