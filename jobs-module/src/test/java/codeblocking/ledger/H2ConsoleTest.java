package codeblocking.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.job.FailureRule;
import codeblocking.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class H2ConsoleTest extends ConsoleContract {
  @Override
  Settings.Database database() {
    // In memory: it is about what is found, not about what outlives a crash.
    return new Settings.Database("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "");
  }

  @Override
  String numbers(int count) {
    return "(SELECT x AS n FROM SYSTEM_RANGE(1, " + count + ")) numbers";
  }

  @Test
  void what_had_died_before_errors_had_fingerprints_gets_its_own() throws Exception {
    Settings.Database old = database();
    try (Connection connection = DriverManager.getConnection(old.url(), "sa", "");
        Statement statement = connection.createStatement()) {
      Flyway.configure()
          .dataSource(old.url(), "sa", "")
          .locations("classpath:codeblocking/schema")
          .target("7")
          .load()
          .migrate();
      statement.execute(
          "INSERT INTO job (id, kind, lane, state, payload, attempt, max_attempts, lost_count,"
              + " tries_before, policy_since, run_at, ready_at, created_at, finished_at, fence,"
              + " curable, error) VALUES ('"
              + UUID.randomUUID()
              + "', 'SWEEP', 'STOP', 'DEAD', '{}', 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, FALSE, 'HTTP"
              + " 403')");
      try (Ledger ledger = Ledger.open(old)) {
        assertThat(
                ledger.<Object>read(
                    entities ->
                        entities.createNativeQuery("SELECT failure FROM job").getSingleResult()))
            .isEqualTo(FailureRule.fingerprint("HTTP 403"));
      }
    }
  }
}
