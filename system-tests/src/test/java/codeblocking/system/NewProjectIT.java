package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Click, terminal, edit, close the tab, find the work in the remote. */
class NewProjectIT {

  private final Api ada = Shared.server().as("ada");

  @Test
  void an_edit_in_the_terminal_is_found_by_git_clone_after_the_tab_is_closed() throws Exception {
    String id = ada.createProject("first steps");
    try (TerminalClient terminal = ada.attach(id)) {
      terminal.run("pwd | grep -x /workspace/project");
      terminal.run("echo hello > hello.txt; mkdir -p src; echo 'int x;' > src/x.c");
    }

    JsonNode save = ada.awaitSaved(id);

    Git clone = Git.clone(ada, id);
    assertThat(Files.readString(clone.directory().resolve("hello.txt"))).isEqualTo("hello\n");
    assertThat(clone.tree()).containsKeys("hello.txt", "src/x.c");
    assertThat(save.path("trigger").asText()).isEqualTo("disconnect");
    assertThat(clone.run("rev-parse", "HEAD")).isEqualTo(save.path("commit").asText());
    assertThat(save.path("files").path("skipped")).isEmpty();
  }

  @Test
  void a_save_is_one_commit_by_the_user_and_names_its_job() {
    String id = ada.createProject("one commit");
    try (TerminalClient terminal = ada.attach(id)) {
      terminal.run("echo hello > hello.txt");
    }
    ada.awaitSaved(id);

    Git clone = Git.clone(ada, id);
    List<String> trailers = clone.jobTrailers();
    assertThat(trailers).hasSize(1);
    assertThat(ada.job(trailers.get(0)).path("kind").asText()).isEqualTo("persist");
    assertThat(clone.log("%an|%cn|%s", "-1").get(0))
        .startsWith("ada|CodeBlocking|Auto-save: ")
        .contains("20");
  }

  @Test
  void a_manual_save_carries_its_message_and_leaves_the_container_alone() {
    String id = ada.createProject("by hand");
    try (TerminalClient terminal = ada.attach(id)) {
      terminal.run("echo one > one.txt");
      String container = Containers.one(id);

      String job = ada.persist(id, "message", "Before lunch");
      ada.awaitJob(job, "SUCCEEDED");

      Git clone = Git.clone(ada, id);
      assertThat(clone.log("%s", "-1")).containsExactly("Before lunch");
      assertThat(clone.jobTrailers("-1")).containsExactly(job);
      assertThat(ada.saves(id).get(0).path("trigger").asText()).isEqualTo("manual");
      assertThat(Containers.one(id)).isEqualTo(container);
      terminal.run("echo still here");
    }
  }

  @Test
  void a_save_without_changes_makes_no_commit() {
    String id = ada.createProject("nothing new");
    try (TerminalClient terminal = ada.attach(id)) {
      terminal.run("echo one > one.txt");
      ada.awaitJob(ada.persist(id), "SUCCEEDED");
      int before = Git.clone(ada, id).log("%H").size();

      ada.awaitJob(ada.persist(id), "SUCCEEDED");
      assertThat(Git.clone(ada, id).log("%H")).hasSize(before);
    }
  }

  @Test
  void the_container_is_stopped_after_the_grace_period_and_the_work_is_there_on_return() {
    String id = ada.createProject("come back");
    try (TerminalClient terminal = ada.attach(id)) {
      terminal.run("echo kept > kept.txt; echo secret > ignored.log; echo '*.log' > .gitignore");
    }
    ada.awaitSaved(id);
    Containers.awaitNone(id, Duration.ofSeconds(30));
    ada.awaitProject(
        id,
        "is cold",
        Duration.ofSeconds(20),
        project -> project.path("state").asText().equals("cold"));
    assertThat(Git.clone(ada, id).tree()).doesNotContainKey("ignored.log");

    try (TerminalClient again = ada.attach(id)) {
      assertThat(again.run("cat kept.txt ignored.log")).contains("kept").contains("secret");
    }
  }

  @Test
  void the_user_sees_the_same_commit_in_the_terminal_and_git_status_is_clean() {
    String id = ada.createProject("same commit");
    try (TerminalClient terminal = ada.attach(id)) {
      terminal.run("echo one > one.txt");
      ada.awaitJob(ada.persist(id), "SUCCEEDED");
      String tip = Git.clone(ada, id).run("rev-parse", "HEAD");

      assertThat(terminal.run("git log -1 --format=%H")).contains(tip);
      terminal.run("test -z \"$(git status --porcelain)\"");
    }
  }

  @Test
  void the_remote_gets_what_a_person_pushes_from_elsewhere_and_fetch_brings_it_inside()
      throws Exception {
    String id = ada.createProject("two places");
    try (TerminalClient terminal = ada.attach(id)) {
      terminal.run("echo one > one.txt");
      ada.awaitJob(ada.persist(id), "SUCCEEDED");

      Git elsewhere = Git.clone(ada, id);
      Files.writeString(elsewhere.directory().resolve("two.txt"), "two\n", StandardCharsets.UTF_8);
      elsewhere.run("add", "-A");
      elsewhere.run("commit", "-q", "-m", "from elsewhere");
      elsewhere.run("push", "-q", "origin", "HEAD");

      String job =
          ada.post("/api/projects/" + id + "/fetch", Json.object())
              .expect(202)
              .json()
              .path("jobId")
              .asText();
      ada.awaitJob(job, "SUCCEEDED");
      terminal.run(
          "git merge -q --ff-only origin/HEAD || git merge -q --ff-only @{upstream}"
              + " || git merge -q --ff-only origin/$(git branch --show-current)");
      assertThat(terminal.run("cat two.txt")).contains("two");
    }
  }

  @Test
  void a_diverged_remote_is_never_overwritten_and_the_work_is_saved_beside() throws Exception {
    String id = ada.createProject("diverged");
    Git elsewhere;
    try (TerminalClient terminal = ada.attach(id)) {
      terminal.run("echo one > one.txt");
      ada.awaitJob(ada.persist(id), "SUCCEEDED");
      elsewhere = Git.clone(ada, id);
      Files.writeString(elsewhere.directory().resolve("theirs.txt"), "theirs\n");
      elsewhere.run("add", "-A");
      elsewhere.run("commit", "-q", "-m", "theirs");
      elsewhere.run("push", "-q", "origin", "HEAD");
      terminal.run("echo mine > mine.txt");
    }
    ada.awaitSave(
        id,
        Duration.ofSeconds(60),
        save ->
            save.path("state").asText().equals("saved")
                && save.path("ref").asText().contains("codeblocking/autosave"));

    elsewhere.run("fetch", "-q", "origin");
    assertThat(elsewhere.run("rev-parse", "origin/HEAD"))
        .isEqualTo(elsewhere.run("rev-parse", "HEAD"));
    String side =
        elsewhere.run("for-each-ref", "--format=%(refname)", "refs/remotes/origin/codeblocking");
    assertThat(side).contains("codeblocking/autosave/" + id);
    assertThat(elsewhere.run("show", side.lines().findFirst().orElseThrow() + ":mine.txt"))
        .isEqualTo("mine");
  }

  @Test
  void deleting_a_project_saves_first_and_discarding_removes_its_repository() {
    String id = ada.createProject("to be deleted");
    try (TerminalClient terminal = ada.attach(id)) {
      terminal.run("echo last words > last.txt");
      String job = ada.delete("/api/projects/" + id).expect(202).json().path("jobId").asText();
      assertThat(terminal.awaitClosed(Duration.ofSeconds(60))).isIn(4404, 4409, 1001);
      assertThat(job).isNotBlank();
    }
    Containers.awaitNone(id, Duration.ofSeconds(60));
    assertThat(Git.clone(ada, id).tree()).containsKey("last.txt");

    String other = ada.createProject("to be discarded");
    ada.awaitJob(
        ada.delete("/api/projects/" + other + "?discard=true")
            .expect(202)
            .json()
            .path("jobId")
            .asText(),
        "SUCCEEDED");
    ada.get("/api/projects/" + other).expectProblem(404);
    assertThat(Git.in(Shared.server().dataDir()).tryTo("ls-remote", Git.url(ada, other)).exit())
        .isNotZero();
  }

  @Test
  void the_project_says_what_the_contract_says() {
    Instant before = Instant.now().minusSeconds(1);
    String id = ada.createProject("shape");
    JsonNode cold = ada.project(id);
    assertThat(UUID.fromString(cold.path("id").asText())).hasToString(id);
    assertThat(cold.path("name").asText()).isEqualTo("shape");
    assertThat(cold.path("environment").asText()).isEqualTo("base");
    assertThat(cold.path("state").asText()).isIn("cold", "warming", "running");
    assertThat(Instant.parse(cold.path("createdAt").asText())).isAfter(before);

    try (TerminalClient terminal = ada.attach(id)) {
      JsonNode running =
          ada.awaitProject(
              id,
              "runs, with its session",
              Duration.ofSeconds(10),
              project ->
                  project.path("sessions").asInt() == 1
                      && project.path("state").asText().equals("running"));
      JsonNode container = running.path("container");
      assertThat(container.path("name").asText()).endsWith("-" + id).startsWith("cb-");
      assertThat(container.path("image").asText()).isNotBlank();
      assertThat(container.has("startedAt")).isTrue();
      terminal.run("echo x > x");
      ada.awaitProject(
          id, "is unsaved", Duration.ofSeconds(30), project -> project.path("unsaved").asBoolean());
    }
    assertThat(ada.awaitSaved(id).path("id").asText()).isNotBlank();
  }
}
