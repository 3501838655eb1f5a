package codeblocking.ledger;

import codeblocking.settings.Settings;
import java.util.UUID;

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
}
