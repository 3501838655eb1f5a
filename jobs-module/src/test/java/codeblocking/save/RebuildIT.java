package codeblocking.save;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.job.JobKind;
import codeblocking.job.RetryLater;
import codeblocking.project.Project;
import codeblocking.remote.Remotes;
import codeblocking.workspace.SetAside;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged git directory of the server's: rebuilt from what is left, without a manual step. */
@SuppressWarnings("NullAway.Init")
class RebuildIT {
  @TempDir Path temp;
  SaveKit kit;
  Project project;
  Path git;
  String own;

  @BeforeEach
  void aProjectWithSavesAndCommits() throws Exception {
    kit = new SaveKit(temp.resolve("data"));
    project = kit.newProject();
    git = kit.data.git(project.id().toString());
    kit.write(project, "a.txt", "one\n");
    kit.save(project);
    kit.write(project, "mine.txt", "mine\n");
    kit.userGit(project, "add", ".");
    kit.userGit(project, "commit", "-qm", "my own");
    own = kit.userGit(project, "rev-parse", "HEAD");
    kit.write(project, "a.txt", "two\n");
    kit.save(project);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for f in objects/pack/*.pack; do truncate -s 20 $f; done",
        "for f in objects/pack/*.pack; do printf XXXXXXXX | dd of=$f bs=1 seek=14 conv=notrunc; done",
        "rm objects/pack/*.idx",
        "for f in objects/pack/*.idx; do : > $f; done",
        "for f in objects/??/*; do truncate -s 9 $f; done",
        "rm -rf objects",
        "echo '[[[' > config",
        "rm -rf ./*"
      })
  void damage_is_found_mended_and_kept_for_people(String damage) throws Exception {
    sh("chmod -R u+w . && " + damage);
    kit.write(project, "after.txt", "after\n");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(save.ref()).isEqualTo("refs/heads/main");
    assertThat(save.state()).isEqualTo(SaveState.SAVED);
    assertThat(hosted("show", "main:after.txt")).isEqualTo("after");
    assertThat(hosted("show", "main:a.txt")).isEqualTo("two");
    hosted("merge-base", "--is-ancestor", own, "main");
    assertThat(SetAside.of(git)).hasSize(1);
    assertThat(StoreCheck.whole(git)).isTrue();
    assertThat(kit.gate().unchanged(project)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkdir -p refs/ws/heads && : > refs/ws/heads/main",
        ": > refs/remotes/origin/main",
        "echo 0123 > refs/remotes/origin/main",
        "mkdir -p refs/ws/heads && echo 1111111111111111111111111111111111111111 > refs/ws/heads/main",
        "mkdir -p refs/ws/heads && echo 1111111111111111111111111111111111111111 > refs/ws/heads/no"
      })
  void a_ref_that_names_nothing_is_written_anew_in_its_place(String damage) throws Exception {
    sh(damage);
    kit.write(project, "after.txt", "after\n");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(save.ref()).isEqualTo("refs/heads/main");
    assertThat(hosted("show", "main:after.txt")).isEqualTo("after");
    hosted("merge-base", "--is-ancestor", own, "main");
    assertThat(SetAside.of(git)).isEmpty();
    assertThat(StoreCheck.whole(git)).isTrue();
  }

  @Test
  void a_save_that_was_not_pushed_and_is_whole_is_taken_over() throws Exception {
    TestWork work = TestWork.of(project, JobKind.PERSIST);
    Save waiting = aSaveThatWaits(work);
    sh("echo garbage > refs/remotes/origin/main");

    kit.save(project, work);

    assertThat(hosted("rev-parse", "main")).isEqualTo(waiting.commit());
  }

  @Test
  void a_save_that_was_lost_before_its_push_is_made_anew_and_once() throws Exception {
    kit.saves.commitsMayBeLost = true;
    TestWork work = TestWork.of(project, JobKind.PERSIST);
    aSaveThatWaits(work);
    sh("rm -rf ./*");

    kit.save(project, work);

    assertThat(hosted("show", "main:waits.txt")).isEqualTo("waits");
    assertThat(hosted("log", "--format=%(trailers:key=Codeblocking-Job,valueonly)", "main"))
        .containsOnlyOnce(work.job().id().toString());
  }

  @Test
  void without_its_remote_it_is_saved_here_and_pushed_later() throws Exception {
    sh("rm -rf ./*");
    kit.write(project, "after.txt", "after\n");
    Remotes reachable = kit.remotes;
    kit.remotes = any -> new AwayRemote();
    TestWork work = TestWork.of(project, JobKind.PERSIST);
    assertThatThrownBy(() -> kit.save(project, work)).isInstanceOf(RetryLater.class);
    assertThat(kit.saves.ofJob(work.job().id()).orElseThrow().state())
        .isEqualTo(SaveState.SAVED_LOCALLY);
    kit.remotes = reachable;

    kit.save(project, work);

    assertThat(hosted("show", "main:after.txt")).isEqualTo("after");
  }

  private Save aSaveThatWaits(TestWork work) throws Exception {
    kit.write(project, "waits.txt", "waits\n");
    Remotes reachable = kit.remotes;
    kit.remotes = any -> new AwayRemote();
    assertThatThrownBy(() -> kit.save(project, work)).isInstanceOf(RetryLater.class);
    kit.remotes = reachable;
    return kit.saves.ofJob(work.job().id()).orElseThrow();
  }

  private String hosted(String... arguments) throws Exception {
    return SaveKit.git(kit.hosted(project), arguments);
  }

  private void sh(String script) throws Exception {
    SaveKit.run(git, List.of("sh", "-c", "(" + script + ") >/dev/null 2>&1"));
  }
}
