package codeblocking.save;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.job.JobKind;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.project.Project;
import codeblocking.remote.Faults;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project is given another remote: all of its work goes there. */
class OtherRemoteIT {
  @TempDir Path temp;
  HttpKit http;
  SaveKit kit;
  Project project;

  @BeforeEach
  void importRepository() throws Exception {
    http = new HttpKit(temp);
    kit = http.kit;
    http.seed();
    project = http.imported();
    http.server.create("other");
  }

  @AfterEach
  void stopServer() {
    http.close();
  }

  private String otherGit(String... arguments) throws Exception {
    return SaveKit.git(http.server.directory("other"), arguments);
  }

  private void giveOtherRemote() {
    http.projects.remote(project.id(), http.server.url("other"));
    project = http.projects.find(project.id()).orElseThrow();
  }

  @Test
  void a_save_that_no_remote_took_reaches_the_other_one() throws Exception {
    http.faults().fail(9, Faults.On.PUSH, 404);
    kit.write(project, "a.txt", "a\n");
    assertThatThrownBy(() -> kit.save(project)).isInstanceOf(NeedsPerson.class);

    giveOtherRemote();
    Save save = kit.save(project).save().orElseThrow();

    assertThat(save.state()).isEqualTo(SaveState.SAVED);
    assertThat(otherGit("show", "main:a.txt")).isEqualTo("a");
    assertThat(otherGit("rev-parse", "main")).isEqualTo(save.commit());
    assertThat(kit.userGit(project, "remote", "get-url", "origin"))
        .isEqualTo(http.server.url("other"));
    assertThat(kit.userGit(project, "status", "--porcelain", "--branch"))
        .isEqualTo("## main...origin/main");
  }

  @Test
  void a_project_without_changes_is_brought_there_too() throws Exception {
    giveOtherRemote();

    assertThat(kit.save(project).changed()).isTrue();

    assertThat(otherGit("rev-parse", "main")).isEqualTo(http.remoteGit("rev-parse", "main"));
    assertThat(kit.userGit(project, "remote", "get-url", "origin"))
        .isEqualTo(http.server.url("other"));
  }

  @Test
  void without_a_container_the_work_goes_and_origin_follows_with_a_later_save() throws Exception {
    giveOtherRemote();
    kit.write(project, "a.txt", "a\n");
    kit.containers.down = true;
    assertThat(kit.save(project).save().orElseThrow().state()).isEqualTo(SaveState.SAVED);
    assertThat(otherGit("show", "main:a.txt")).isEqualTo("a");

    kit.containers.down = false;
    kit.write(project, "b.txt", "b\n");
    kit.save(project);
    assertThat(kit.userGit(project, "remote", "get-url", "origin"))
        .isEqualTo(http.server.url("other"));
  }

  @Test
  void what_the_other_remote_has_already_is_never_overwritten() throws Exception {
    Path clone = temp.resolve("theirs");
    SaveKit.git(temp, "clone", "-q", http.server.directory("other").toString(), clone.toString());
    SaveKit.git(clone, "checkout", "-q", "-B", "main");
    SaveKit.git(clone, "commit", "-q", "--allow-empty", "-m", "theirs");
    SaveKit.git(clone, "push", "-q", "origin", "main");
    String theirs = otherGit("rev-parse", "main");
    kit.write(project, "a.txt", "a\n");

    giveOtherRemote();
    Save save = kit.save(project).save().orElseThrow();

    assertThat(otherGit("rev-parse", "main")).isEqualTo(theirs);
    assertThat(save.ref()).startsWith("refs/heads/codeblocking/autosave/");
    assertThat(otherGit("show", save.ref() + ":a.txt")).isEqualTo("a");
    http.fetchRemote().handle(TestWork.of(project, JobKind.FETCH));
    assertThat(kit.userGit(project, "rev-parse", "origin/main")).isEqualTo(theirs);
  }

  @Test
  void a_remote_that_moved_within_its_host_is_followed() throws Exception {
    String other = http.server.url("other");
    http.faults().redirect(Faults.On.ANY, 301, other);
    http.moves.put(http.server.url("demo"), other);
    kit.write(project, "a.txt", "a\n");

    assertThatThrownBy(() -> kit.save(project))
        .isInstanceOf(RetryLater.class)
        .hasMessageContaining(other);

    project = http.projects.find(project.id()).orElseThrow();
    assertThat(project.remoteUrl()).isEqualTo(other);
    assertThat(kit.save(project).save().orElseThrow().state()).isEqualTo(SaveState.SAVED);
    assertThat(otherGit("show", "main:a.txt")).isEqualTo("a");
  }

  @Test
  void a_remote_that_moved_to_another_host_is_not_followed() throws Exception {
    http.faults().redirect(Faults.On.ANY, 301, "http://127.0.0.1:1/evil.git");
    http.moves.put(http.server.url("demo"), "http://127.0.0.1:1/evil.git");
    kit.write(project, "a.txt", "a\n");

    assertThatThrownBy(() -> kit.save(project))
        .isInstanceOf(NeedsPerson.class)
        .hasMessageContaining("moved (301)");
    assertThat(http.projects.find(project.id()).orElseThrow().remoteUrl())
        .isEqualTo(http.server.url("demo"));
  }
}
