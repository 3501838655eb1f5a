package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Command;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.Root;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md tells a reader to type does what it says, as it stands there. */
class ReadmeIT {

  private static final Pattern SHELL =
      Pattern.compile("^```sh\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  private final Server server = Shared.server();
  private final Api local = server.local();

  @TempDir Path elsewhere;

  @Test
  void the_example_for_developers_makes_a_project_and_prewarms_it() throws IOException {
    String id = local.createProject("readme");

    List<JsonNode> answers =
        type(example("/prewarm"), id).output().lines().map(Json::read).toList();

    String made = answers.get(0).path("project").path("id").asText();
    assertThat(local.project(made).path("name").asText()).isEqualTo("hello");
    local.delete("/api/projects/" + made + "?discard=true").expect(202);
    local.awaitJob(answers.get(1).path("jobId").asText(), "SUCCEEDED");
    assertThat(Containers.one(id)).isNotEmpty();
  }

  @Test
  void the_example_for_users_clones_what_was_typed_in_the_terminal() throws IOException {
    String id = local.createProject("readme");
    try (TerminalClient terminal = local.attach(id)) {
      terminal.run("echo typed > typed.txt");
    }
    JsonNode save = local.awaitSaved(id);
    assertThat(save.path("state").asText()).isEqualTo("saved");

    Command.Ended unused = type(example("git clone"), id);

    assertThat(elsewhere.resolve(id).resolve("typed.txt")).hasContent("typed");
  }

  /** The one block that uses a token for this. */
  private static String example(String use) throws IOException {
    List<String> found =
        SHELL
            .matcher(Files.readString(Root.directory().resolve("README.md")))
            .results()
            .map(match -> match.group(1))
            .filter(block -> block.contains("$TOKEN") && block.contains(use))
            .toList();
    assertThat(found).as("examples with " + use).hasSize(1);
    return found.get(0);
  }

  /** Word for word, but for what is the reader's own: the project, the port, and where he is. */
  private Command.Ended type(String example, String id) {
    String typed =
        example
            .replace("PROJECT-ID", id)
            .replace("localhost:8080", "localhost:" + server.port())
            .replace("./run", Root.directory().resolve("run").toString())
            // Answers of a line each, without the progress of the transfer.
            .replace("curl ", "curl -sS -w '\\n' ");
    return Command.of("bash", "-euo", "pipefail", "-c", typed)
        .in(elsewhere)
        .env("CODEBLOCKING_DATA_DIR", server.dataDir().toString())
        .env("TOKEN", local.token())
        .checked();
  }
}
