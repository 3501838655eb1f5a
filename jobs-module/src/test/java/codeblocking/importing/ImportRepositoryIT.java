package codeblocking.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.job.JobKind;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.project.ImportProgress;
import codeblocking.project.ImportState;
import codeblocking.project.Project;
import codeblocking.remote.Faults;
import codeblocking.save.HttpKit;
import codeblocking.save.Save;
import codeblocking.save.TestWork;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportRepositoryIT {
  @TempDir Path temp;
  HttpKit http;

  @BeforeEach
  void startServer() throws Exception {
    http = new HttpKit(temp);
  }

  @AfterEach
  void stopServer() {
    http.close();
  }

  @Test
  void an_empty_remote_is_a_branch_without_commits_and_takes_the_first_save() throws Exception {
    Project project = http.imported();
    assertThat(project.filled()).isTrue();
    http.kit.write(project, "a.txt", "a\n");

    Save save = http.kit.save(project).save().orElseThrow();

    assertThat(http.remoteGit("rev-parse", "main")).isEqualTo(save.commit());
  }

  @Test
  void files_that_the_user_made_meanwhile_stay_theirs() throws Exception {
    http.seed();
    Project project = http.queued();
    http.kit.write(project, "readme.md", "mine\n");

    var outcome = http.importRepository().handle(TestWork.of(project, JobKind.IMPORT));

    assertThat(outcome.message()).contains("readme.md");
    assertThat(http.kit.files(project).resolve("readme.md")).hasContent("mine");
    assertThat(http.kit.userGit(project, "status", "--porcelain")).isEqualTo("M readme.md");
    assertThat(http.kit.gate().unchanged(http.projects.find(project.id()).orElseThrow())).isFalse();
  }

  @Test
  void a_folder_in_a_files_place_is_left_and_named() throws Exception {
    http.seed();
    Project project = http.queued();
    http.kit.write(project, "src", "a file of mine where a folder is to be\n");

    assertThatThrownBy(() -> http.importRepository().handle(TestWork.of(project, JobKind.IMPORT)))
        .isInstanceOf(NeedsPerson.class)
        .hasMessageContaining("src/run.sh");
    assertThat(http.projects.find(project.id()).orElseThrow().filled()).isFalse();

    Files.delete(http.kit.files(project).resolve("src"));
    http.importRepository().handle(TestWork.of(project, JobKind.IMPORT));
    assertThat(http.kit.userGit(project, "status", "--porcelain")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fetch", "fill"})
  void a_crash_is_gone_on_from(String phase) throws Exception {
    http.seed();
    Project project = http.queued();
    TestWork work = TestWork.of(project, JobKind.IMPORT);

    assertThatThrownBy(() -> http.importRepository().handle(work.crashingAt(phase)))
        .isInstanceOf(TestWork.Crash.class);
    http.importRepository().handle(work);
    http.importRepository().handle(work);

    assertThat(http.kit.userGit(project, "status", "--porcelain")).isEmpty();
    assertThat(http.kit.gate().unchanged(http.projects.find(project.id()).orElseThrow())).isTrue();
  }

  @Test
  void a_remote_that_is_down_is_tried_again_and_one_that_is_gone_is_told() throws Exception {
    http.seed();
    Project project = http.queued();
    TestWork work = TestWork.of(project, JobKind.IMPORT);
    http.faults().fail(1, Faults.On.ANY, 503);
    assertThatThrownBy(() -> http.importRepository().handle(work)).isInstanceOf(RetryLater.class);
    http.faults().requireBasic("ann", "s3cret");

    assertThatThrownBy(() -> http.importRepository().handle(work))
        .isInstanceOf(NeedsPerson.class)
        .hasMessageContaining("credential");
    assertThat(http.projects.find(project.id()).orElseThrow().imported())
        .extracting(ImportProgress::state)
        .isEqualTo(ImportState.FAILED);
  }

  @Test
  void a_fetch_moves_origin_and_nothing_of_the_users() throws Exception {
    http.seed();
    Project project = http.imported();
    String head = http.kit.userGit(project, "rev-parse", "HEAD");
    http.colleaguePushes("theirs.txt", "theirs\n");

    http.fetchRemote().handle(TestWork.of(project, JobKind.FETCH));

    assertThat(http.kit.userGit(project, "rev-parse", "HEAD")).isEqualTo(head);
    assertThat(http.kit.userGit(project, "rev-parse", "origin/main"))
        .isEqualTo(http.remoteGit("rev-parse", "main"));
    assertThat(http.kit.files(project).resolve("theirs.txt")).doesNotExist();
  }
}
