package codeblocking.ledger;

import codeblocking.settings.Settings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same promises on a real PostgreSQL; row locks and waits differ from H2's. */
@SuppressWarnings("NullAway.Init")
class PostgresLedgerIT extends LedgerContract {
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
}
