package codeblocking.ledger;

import codeblocking.settings.Settings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class H2LedgerTest extends LedgerContract {
  @TempDir Path directory;

  @Override
  Settings.Database database() {
    return new Settings.Database(
        "jdbc:h2:async:" + directory.resolve("ledger") + ";WRITE_DELAY=0", "sa", "");
  }
}
