package codeblocking.system;

import codeblocking.system.kit.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The last of all: isolated classes run after the others. Stops the servers and looks for leaks.
 */
@Isolated
class LastlyIT {

  @Test
  void the_shared_server_stops_in_order_and_leaves_no_container_and_no_process() {
    close(Shared.startedServer());
  }

  @Test
  void the_second_server_stops_in_order_and_leaves_no_container_and_no_process() {
    close(SecondServer.started());
  }

  @AfterAll
  static void git() {
    Shared.closeGitServers();
  }

  private static void close(@Nullable Server server) {
    if (server != null) {
      server.close();
    }
  }
}
