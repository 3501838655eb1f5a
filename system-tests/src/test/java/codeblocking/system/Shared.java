package codeblocking.system;

import codeblocking.remote.FaultyGitServer;
import codeblocking.system.kit.Server;
import org.jspecify.annotations.Nullable;

/**
 * The one server that most classes use, and the git servers it may and may not talk to. {@link
 * LastlyIT} closes them and looks for leaks; a run of single classes is tidied up at the end of the
 * process.
 */
final class Shared {

  /** An origin that the server is configured to take. */
  static final String IDE_ORIGIN = "https://ide.example.com";

  /** Settings that the shared server has and a default one has not. */
  private static final String MANY = "60";

  private static @Nullable FaultyGitServer git;
  private static @Nullable FaultyGitServer failing;
  private static @Nullable FaultyGitServer evil;
  private static @Nullable Server server;

  private Shared() {}

  /** Where projects are imported from: listed with its port, so that loopback is allowed. */
  static synchronized FaultyGitServer git() {
    FaultyGitServer running = git;
    if (running == null) {
      running = FaultyGitServer.start();
      git = running;
    }
    return running;
  }

  /**
   * Another one, for the faults that last: whoever keeps account of a host's failures is to keep it
   * of this one, and not to let other tests wait.
   */
  static synchronized FaultyGitServer failing() {
    FaultyGitServer running = failing;
    if (running == null) {
      running = FaultyGitServer.start();
      failing = running;
    }
    return running;
  }

  /** A git server that nobody has allowed: every request it gets is a finding. */
  static synchronized FaultyGitServer evil() {
    FaultyGitServer running = evil;
    if (running == null) {
      running = FaultyGitServer.start();
      evil = running;
    }
    return running;
  }

  static synchronized Server server() {
    Server running = server;
    if (running == null) {
      running =
          Server.options()
              .with(
                  "CODEBLOCKING_IMPORT_HOSTS",
                  "github.com," + git().origin() + "," + failing().origin())
              .with("CODEBLOCKING_ORIGINS", IDE_ORIGIN)
              .with("CODEBLOCKING_USER_MAX_CONTAINERS", MANY)
              .prepare();
      server = running;
      Runtime.getRuntime().addShutdownHook(new Thread(running::discard, "discard-shared"));
      running.start();
    }
    return running;
  }

  /** The shared server where one was started; it is not started by asking. */
  static synchronized @Nullable Server startedServer() {
    return server;
  }

  static synchronized void closeGitServers() {
    for (FaultyGitServer each : new FaultyGitServer[] {git(), failing(), evil()}) {
      each.close();
    }
  }
}
