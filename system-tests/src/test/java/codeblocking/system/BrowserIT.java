package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Command;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Root;
import codeblocking.system.kit.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A person with a browser: click, type, close the tab, find the commit. */
class BrowserIT {

  private static final Path SCRIPTS = Root.directory().resolve("system-tests/src/test/browser");

  @Test
  void what_is_typed_in_the_page_is_found_by_git_clone() throws Exception {
    Server server = Shared.server();
    if (!Files.isDirectory(SCRIPTS.resolve("node_modules/playwright-core"))) {
      Command.Ended unused =
          Command.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
              .in(SCRIPTS)
              .atMost(Duration.ofMinutes(2))
              .checked();
    }

    String id =
        Command.of("node", "new-project.mjs", server.readyLink().toString(), "from the browser")
            .in(SCRIPTS)
            .atMost(Duration.ofMinutes(2))
            .checked()
            .lastLine();

    Api local = server.local();
    local.awaitSaved(id);
    Git clone = Git.clone(local, id);
    assertThat(Files.readString(clone.directory().resolve("hello.txt"))).isEqualTo("hello\n");
    assertThat(clone.log("%an|%(trailers:key=Codeblocking-Job,valueonly)", "-1").get(0))
        .startsWith("local|");
    local.delete("/api/projects/" + id + "?discard=true").expect(202);
  }
}
