package codeblocking.system;

import codeblocking.system.kit.Server;
import org.jspecify.annotations.Nullable;

/**
 * A server with tight limits and quick sweeps, beside the shared one on the same engine. Classes
 * that use it take the lock {@link #LOCK}: they pause lanes and fill limits.
 */
final class SecondServer {

  static final String LOCK = "second server";

  private static @Nullable Server server;

  private SecondServer() {}

  static synchronized Server get() {
    Server running = server;
    if (running == null) {
      running =
          Server.options()
              .with("CODEBLOCKING_IMPORT_HOSTS", Shared.git().origin())
              .with("CODEBLOCKING_POOL_BASE_SIZE", "0")
              .with("CODEBLOCKING_GRACE", "PT2S")
              .with("CODEBLOCKING_ZOMBIE_INTERVAL", "PT2S")
              .with("CODEBLOCKING_ZOMBIE_AGE", "PT6S")
              .with("CODEBLOCKING_USER_MAX_CONTAINERS", "2")
              .with("CODEBLOCKING_MAX_CONTAINERS", "3")
              .with("CODEBLOCKING_QUEUE_MAX", "3")
              .prepare();
      server = running;
      Runtime.getRuntime().addShutdownHook(new Thread(running::discard, "discard-second"));
      running.start();
    }
    return running;
  }

  static synchronized @Nullable Server started() {
    return server;
  }
}
