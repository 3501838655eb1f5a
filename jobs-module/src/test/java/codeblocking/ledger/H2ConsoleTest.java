package codeblocking.ledger;

import codeblocking.settings.Settings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class H2ConsoleTest extends ConsoleContract {
  @TempDir Path directory;

  @Override
  Settings.Database database() {
    return new Settings.Database(
        "jdbc:h2:async:" + directory.resolve("ledger") + ";WRITE_DELAY=0", "sa", "");
  }

  @Override
  String numbers(int count) {
    return "(SELECT x AS n FROM SYSTEM_RANGE(1, " + count + ")) numbers";
  }
}
