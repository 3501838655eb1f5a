package codeblocking.ledger;

import codeblocking.job.FailureRule;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/** Jobs that had died before errors had fingerprints get theirs: no SQL knows the rule. */
final class FailuresOfOld implements JavaMigration {
  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("8.1");
  }

  @Override
  public String getDescription() {
    return "failures of old";
  }

  @Override
  public @Nullable Integer getChecksum() {
    return null;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  @Override
  public void migrate(Context context) throws SQLException {
    Connection connection = context.getConnection();
    try (Statement select = connection.createStatement();
        ResultSet dead = select.executeQuery("SELECT id, error FROM job WHERE state = 'DEAD'");
        PreparedStatement update =
            connection.prepareStatement("UPDATE job SET failure = ? WHERE id = ?")) {
      while (dead.next()) {
        update.setString(1, FailureRule.fingerprint(dead.getString(2)));
        update.setString(2, dead.getString(1));
        update.addBatch();
      }
      update.executeBatch();
    }
  }
}
