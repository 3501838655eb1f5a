package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Await;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Snapshots while somebody works, and the way back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimelineIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Api tim = Shared.server().as("tim");
  private String id = "";
  private String project = "";

  @BeforeAll
  void a_project() {
    id = tim.createProject("timeline");
    project = "/api/projects/" + id;
  }

  @AfterAll
  void tidy() {
    tim.discardAll();
  }

  @Test
  void work_in_an_open_terminal_is_kept_compared_and_brought_back() {
    try (TerminalClient terminal = tim.attach(id)) {
      terminal.run("printf 'one\\n' > a.txt; git add a.txt; printf 'b\\n' > b.txt");
      JsonNode first = awaitSnapshot();
      assertThat(terminal.run("git status --porcelain"))
          .as("HEAD and index as they were")
          .contains("A  a.txt", "?? b.txt");
      assertThat(first.path("state").asText()).isEqualTo("savedLocally");
      assertThat(tim.saves(id)).as("left out when asked").isEmpty();
      assertThat(tim.project(id).path("lastSave").isNull()).isTrue();
      terminal.run("printf 'two\\n' > a.txt; rm b.txt; printf 'c\\n' > c.txt");

      String diff = project + "/saves/" + first.path("id").asText() + "/diff";
      assertThat(Json.list(tim.get(diff).expect(200).json().path("files")))
          .extracting(file -> file.path("change").asText() + " " + file.path("path").asText())
          .containsExactly("modified a.txt", "deleted b.txt", "added c.txt");
      assertThat(tim.get(diff + "?path=a.txt").expect(200).json().path("patch").asText())
          .contains("-one\n+two\n");

      restore(Json.object("save", first.path("id").asText(), "path", "a.txt"));
      assertThat(terminal.run("cat a.txt; ls")).contains("one").contains("c.txt");

      restore(Json.object("save", first.path("id").asText()));
      assertThat(terminal.run("cat b.txt")).containsPattern("(?m)(^|2004l)b\\r?$");
      assertThat(terminal.run("ls; echo own >> b.txt && tail -n 1 b.txt"))
          .doesNotContain("c.txt")
          .contains("own");

      JsonNode undo =
          tim.timeline(id).stream()
              .filter(
                  save -> save.path("message").asText().startsWith("Before restoring everything"))
              .findFirst()
              .orElseThrow();
      restore(Json.object("save", undo.path("id").asText()));
      assertThat(terminal.run("ls")).contains("c.txt").doesNotContain("b.txt");
    }
    assertThat(tim.awaitSaved(id).path("trigger").asText()).isIn("restore", "disconnect");
  }

  @Test
  void what_makes_no_sense_is_refused_in_words() {
    String nowhere = UUID.randomUUID().toString();
    tim.post(project + "/restore", Json.object()).expectProblem(400);
    tim.post(project + "/restore", Json.object("save", "x")).expectProblem(400);
    tim.post(project + "/restore", Json.object("save", nowhere)).expectProblem(404);
    tim.get(project + "/saves/" + nowhere + "/diff").expectProblem(404);
    tim.get(project + "/saves/x/diff").expectProblem(400);
  }

  /** One that holds all that is there by now: rounds go on while we type. */
  private JsonNode awaitSnapshot() {
    return Await.until(
            "a snapshot of what is there",
            SOON,
            () -> tim.timeline(id).stream().filter(this::isOfNow).toList(),
            found -> !found.isEmpty())
        .get(0);
  }

  private boolean isOfNow(JsonNode save) {
    String diff = project + "/saves/" + save.path("id").asText() + "/diff";
    return save.path("trigger").asText().equals("snapshot")
        && tim.get(diff).expect(200).json().path("files").isEmpty();
  }

  private void restore(ObjectNode body) {
    String job = tim.post(project + "/restore", body).expect(202).json().path("jobId").asText();
    assertThat(tim.awaitJob(job, SOON, "SUCCEEDED").path("kind").asText()).isEqualTo("restore");
  }
}
