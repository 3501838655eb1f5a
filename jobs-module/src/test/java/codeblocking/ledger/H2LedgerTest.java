package codeblocking.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.event.Event;
import codeblocking.settings.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class H2LedgerTest extends LedgerContract {
  @TempDir Path directory;

  private static Settings.Database at(Path file) {
    return new Settings.Database("jdbc:h2:async:" + file + ";WRITE_DELAY=0", "sa", "");
  }

  @Override
  Settings.Database database() {
    return at(directory.resolve("ledger"));
  }

  private static long add(Settings.Database database) {
    try (Ledger ledger = Ledger.open(database)) {
      JpaEvents events = new JpaEvents(ledger, Clock.systemUTC());
      events.add("notice", null, "for the number", Map.of());
      List<Event> all = events.after(0, null, 100);
      return all.get(all.size() - 1).seq();
    }
  }

  @Test
  void a_crash_leaves_no_hole_in_the_numbers_of_events() throws Exception {
    Settings.Database database = at(directory.resolve("crashed"));
    long before = add(database);
    try (Ledger ledger = Ledger.open(database)) {
      new JpaEvents(ledger, Clock.systemUTC()).add("notice", null, "the last", Map.of());
      try (Connection connection = DriverManager.getConnection(database.url(), "sa", "");
          Statement statement = connection.createStatement()) {
        statement.execute("SHUTDOWN IMMEDIATELY");
      }
    }
    assertThat(add(database)).isEqualTo(before + 2);
  }

  @Test
  void the_number_of_an_event_costs_no_write_of_its_own() throws Exception {
    Path file = directory.resolve("counted");
    try (Ledger ledger = Ledger.open(at(file))) {
      JpaEvents events = new JpaEvents(ledger, Clock.systemUTC());
      events.add("notice", null, "the first takes its share of numbers", Map.of());
      long before = writes(file);
      for (int i = 0; i < 50; i++) {
        events.add("notice", null, "one of fifty", Map.of());
      }
      assertThat(writes(file) - before).isBetween(50L, 60L);
    }
  }

  /** To the file, since it was opened. */
  private static long writes(Path file) throws Exception {
    try (Connection connection = DriverManager.getConnection(at(file).url(), "sa", "");
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT setting_value FROM information_schema.settings WHERE setting_name ="
                    + " 'info.FILE_WRITE'")) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }
}
