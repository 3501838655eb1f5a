package codeblocking.inside;

import codeblocking.job.JobId;
import codeblocking.settings.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The ledger's table of doorbells to ring; no port shows it, since nobody but the ledger needs it.
 */
@Dependent
class Outbox {

  @Inject Settings settings;

  boolean holds(JobId job) {
    Settings.Database database = settings.database();
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        PreparedStatement query =
            connection.prepareStatement("SELECT 1 FROM outbox WHERE job_id = ?")) {
      query.setString(1, job.toString());
      return query.executeQuery().next();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
