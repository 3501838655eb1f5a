package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.remote.Faults.On;
import codeblocking.remote.FaultyGitServer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Await;
import codeblocking.system.kit.EventStream;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Whoever looks at a project is told how its work stands, while it stands so. */
class SaveNewsIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Api nan = Shared.server().as("nan");
  private final FaultyGitServer git = Shared.failing();

  private static JsonNode heard(TerminalClient terminal, Predicate<JsonNode> wanted) {
    Await.until("the message", SOON, () -> terminal.texts().stream().anyMatch(wanted));
    List<JsonNode> all = terminal.texts().stream().filter(wanted).toList();
    return all.get(all.size() - 1);
  }

  private static Predicate<JsonNode> save(String state) {
    return text ->
        text.path("type").asText().equals("save") && text.path("state").asText().equals(state);
  }

  private static Predicate<JsonNode> workspace(String state) {
    return text ->
        text.path("type").asText().equals("workspace") && text.path("state").asText().equals(state);
  }

  @Test
  void a_save_that_waits_for_its_remote_says_when_it_is_tried_again_and_then_where_it_is() {
    String url = git.create("news");
    Histories.small(url, 2000);
    String id = nan.importProject("news", url);
    try (TerminalClient terminal = nan.attach(id);
        EventStream stream = nan.events(id, null)) {
      nan.awaitImported(id);
      terminal.run("echo w > work.txt && mkfifo pipe");
      git.faults("news").fail(2, On.PUSH, 503);
      Instant asked = Instant.now();
      String job = nan.persist(id);

      JsonNode waits = heard(terminal, save("savedLocally").and(text -> text.has("retryAt")));
      assertThat(Instant.parse(waits.path("retryAt").asText())).isAfter(asked);
      assertThat(waits.path("message").asText()).contains("503");
      stream.await(
          "the same on the stream",
          SOON,
          event -> event.data().contains("retryAt") && event.data().contains("savedLocally"));

      nan.awaitJob(job, "SUCCEEDED");
      JsonNode saved = heard(terminal, save("saved"));
      assertThat(saved.path("branch").asText()).isEqualTo(nan.project(id).path("branch").asText());
      assertThat(saved.path("commit").asText())
          .isEqualTo(nan.project(id).path("lastSave").path("commit").asText());
      assertThat(saved.path("skipped").get(0).path("path").asText()).isEqualTo("pipe");
      assertThat(saved.path("skipped").get(0).path("reason").asText()).isNotEmpty();
      assertThat(saved.has("retryAt")).isFalse();
    }
  }

  @Test
  void whether_the_workspace_is_saved_is_told_of_what_it_holds_now() {
    String id = nan.createProject("now");
    try (TerminalClient terminal = nan.attach(id)) {
      heard(terminal, workspace("saved"));
      terminal.run("echo w > work.txt");
      heard(terminal, workspace("unsaved"));
      int before = terminal.texts().size();
      nan.awaitJob(nan.persist(id), "SUCCEEDED");
      Await.until(
          "saved again",
          SOON,
          () -> terminal.texts().stream().skip(before).anyMatch(workspace("saved")));
      assertThat(nan.project(id).path("unsaved").asBoolean()).isFalse();
    }
  }
}
