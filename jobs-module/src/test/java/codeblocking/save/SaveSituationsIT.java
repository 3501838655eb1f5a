package codeblocking.save;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.job.JobKind;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.project.ImportProgress;
import codeblocking.project.ImportState;
import codeblocking.project.Project;
import codeblocking.settings.Settings.PersistTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user's git directory may be in the middle of, or made to do. */
class SaveSituationsIT {
  @TempDir Path temp;
  SaveKit kit;
  Project project;
  String side;

  @BeforeEach
  void aProjectWithOneSave() throws Exception {
    kit = new SaveKit(temp);
    project = kit.newProject();
    side = "codeblocking/autosave/" + project.id() + "/";
    kit.write(project, "a.txt", "one\n");
    kit.save(project);
  }

  @Test
  void a_merge_in_progress_is_left_alone_and_saved_beside() throws Exception {
    kit.userGit(project, "checkout", "-qb", "other");
    commit("a.txt", "other\n");
    kit.userGit(project, "checkout", "-q", "main");
    commit("a.txt", "mine\n");
    sh("git merge other || true");
    String head = kit.userGit(project, "rev-parse", "HEAD");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(save.ref()).isEqualTo("refs/heads/" + side + "main");
    assertThat(save.message()).contains("a merge is in progress");
    assertThat(hosted("show", side + "main:a.txt")).contains("<<<<<<<");
    assertThat(kit.userGit(project, "rev-parse", "HEAD")).isEqualTo(head);
    assertThat(kit.userGit(project, "status", "--porcelain")).contains("UU a.txt");
    hosted("merge-base", "--is-ancestor", head, side + "main");
  }

  @Test
  void a_detached_head_is_saved_beside() throws Exception {
    kit.userGit(project, "checkout", "-q", "--detach");
    commit("b.txt", "b\n");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(save.ref()).isEqualTo("refs/heads/" + side + "detached");
    assertThat(hosted("show", side + "detached:b.txt")).isEqualTo("b");
  }

  @Test
  void staged_content_that_differs_is_kept() throws Exception {
    kit.write(project, "a.txt", "staged\n");
    kit.userGit(project, "add", "a.txt");
    kit.write(project, "a.txt", "in the tree\n");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(kit.userGit(project, "show", "refs/codeblocking/staged/" + save.jobId() + ":a.txt"))
        .isEqualTo("staged");
    assertThat(kit.userGit(project, "status", "--porcelain")).isEmpty();
  }

  @Test
  void a_branch_of_the_users_is_followed() throws Exception {
    kit.userGit(project, "checkout", "-qb", "feature/x");
    kit.write(project, "x.txt", "x\n");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(save.ref()).isEqualTo("refs/heads/feature/x");
    assertThat(hosted("show", "feature/x:x.txt")).isEqualTo("x");
  }

  @Test
  void an_amended_commit_that_was_pushed_goes_beside() throws Exception {
    commit("b.txt", "b\n");
    kit.save(project);
    kit.userGit(project, "commit", "-q", "--amend", "-m", "rewritten");
    String before = hosted("rev-parse", "main");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(hosted("rev-parse", "main")).isEqualTo(before);
    assertThat(save.ref()).isEqualTo("refs/heads/" + side + "main");
    hosted("merge-base", "--is-ancestor", kit.userGit(project, "rev-parse", "HEAD"), side + "main");
  }

  @Test
  void saves_go_to_a_ref_of_their_own_where_that_is_wanted() throws Exception {
    kit.target = PersistTarget.REF;
    kit.write(project, "a.txt", "two\n");
    Save first = kit.save(project).save().orElseThrow();
    kit.write(project, "a.txt", "three\n");
    Save second = kit.save(project).save().orElseThrow();

    assertThat(second.ref()).isEqualTo("refs/heads/" + side + "main");
    hosted("merge-base", "--is-ancestor", first.commit(), second.commit());
    assertThat(hosted("show", "main:a.txt")).isEqualTo("one");
  }

  @Test
  void nothing_of_the_users_git_directory_is_executed_or_believed_on_the_host() throws Exception {
    Path marker = temp.resolve("executed");
    String touch = "touch " + marker;
    for (String hook : List.of("pre-commit", "post-commit", "pre-push", "commit-msg")) {
      sh(
          "printf '#!/bin/sh\\n%s\\n' '"
              + touch
              + "' > .git/hooks/"
              + hook
              + "; chmod +x .git/hooks/*");
    }
    Path stolen = Files.createDirectory(temp.resolve("evil.git"));
    SaveKit.git(stolen, "init", "-q", "--bare");
    sh("git config core.fsmonitor '" + touch + "'; git config filter.x.clean '" + touch + "'");
    sh("git config remote.origin.pushurl " + stolen + "; git config core.hooksPath .git/hooks");
    sh("git config url." + stolen + ".insteadOf http; echo '* filter=x' > .gitattributes");
    kit.write(project, "b.txt", "b\n");
    // Our own scripts run git inside, as the user; there the user harms the user only.
    kit.containers.down = true;

    kit.save(project);

    assertThat(marker).doesNotExist();
    assertThat(SaveKit.git(stolen, "for-each-ref")).isEmpty();
    assertThat(hosted("show", "main:b.txt")).isEqualTo("b");
  }

  @Test
  void a_git_that_says_nothing_holds_a_save_for_a_while_only() throws Exception {
    commit("b.txt", "b\n");
    kit.containers.insteadOfUploadPack = List.of("sleep", "60");
    kit.patience = Duration.ofSeconds(1);

    assertThat(kit.save(project).save().orElseThrow().state()).isEqualTo(SaveState.SAVED);
  }

  @Test
  void a_removed_git_directory_keeps_no_content_from_the_branch() throws Exception {
    sh("rm -rf .git");
    kit.write(project, "b.txt", "b\n");

    assertThat(kit.save(project).save().orElseThrow().ref()).isEqualTo("refs/heads/main");
    assertThat(hosted("show", "main:b.txt")).isEqualTo("b");
    assertThat(hosted("rev-list", "--count", "main")).isEqualTo("2");
  }

  @Test
  void a_stale_lock_of_a_killed_process_stops_nothing() throws Exception {
    Path git = kit.data.git(project.id().toString());
    Files.writeString(git.resolve("packed-refs.lock"), "");
    Files.createDirectories(git.resolve("refs/codeblocking/tip/branch"));
    Files.writeString(git.resolve("refs/codeblocking/tip/main.lock"), "");
    kit.write(project, "b.txt", "b\n");

    assertThat(kit.save(project).changed()).isTrue();
  }

  @Test
  void the_gate_sees_every_change_whatever_its_times_say() throws Exception {
    SaveGate gate = kit.gate();
    assertThat(gate.unchanged(project)).isTrue();
    Path file = kit.files(project).resolve("a.txt");
    var time = Files.getLastModifiedTime(file);
    Files.writeString(file, "two\n");
    Files.setLastModifiedTime(file, time);

    assertThat(gate.unchanged(project)).isFalse();
  }

  @Test
  void the_gate_sees_a_commit_on_a_branch_and_lets_through_once_it_is_saved() throws Exception {
    SaveGate gate = kit.gate();
    kit.userGit(project, "branch", "another");
    kit.userGit(project, "checkout", "-q", "another");
    kit.userGit(project, "commit", "-q", "--allow-empty", "-m", "empty");
    kit.userGit(project, "checkout", "-q", "main");
    assertThat(gate.unchanged(project)).isFalse();

    kit.save(project);

    assertThat(gate.unchanged(project)).isTrue();
  }

  @Test
  void a_new_project_needs_no_save() throws Exception {
    Project fresh = kit.newProject();

    assertThat(kit.gate().unchanged(fresh)).isTrue();
    assertThat(kit.save(fresh).save()).isEmpty();
    kit.write(fresh, "x", "x");
    assertThat(kit.gate().unchanged(fresh)).isFalse();
    assertThat(kit.gate().unsaved(fresh)).isTrue();
  }

  @Test
  void until_an_import_has_finished_nothing_goes_to_the_remote() throws Exception {
    kit.write(project, "early.txt", "early\n");
    Project running = with(new ImportProgress(ImportState.RUNNING, null, null));
    Project failed = with(new ImportProgress(ImportState.FAILED, null, "no access"));
    TestWork work = TestWork.of(project, JobKind.PERSIST);

    assertThatThrownBy(() -> kit.save(running, work)).isInstanceOf(RetryLater.class);
    assertThatThrownBy(() -> kit.save(failed)).isInstanceOf(NeedsPerson.class);

    assertThat(kit.saves.ofJob(work.job().id()).orElseThrow().state())
        .isEqualTo(SaveState.SAVED_LOCALLY);
    assertThat(hosted("for-each-ref", "--format=%(refname)")).isEqualTo("refs/heads/main");
  }

  @Test
  void many_saves_end_in_few_packs() throws Exception {
    for (int i = 0; i < 55; i++) {
      kit.write(project, "n.txt", i + "\n");
      kit.save(project);
    }
    Path git = kit.data.git(project.id().toString());
    assertThat(git.resolve("objects/pack").toFile().list().length).isLessThan(60);
    SaveKit.git(git, "fsck", "--connectivity-only");
    assertThat(hosted("rev-list", "--count", "main")).isEqualTo("56");
  }

  private Project with(ImportProgress progress) {
    return new Project(
        project.id(),
        project.owner(),
        project.author(),
        project.name(),
        project.environment(),
        project.remoteUrl(),
        project.branch(),
        progress,
        project.createdAt());
  }

  private void commit(String file, String text) throws Exception {
    kit.write(project, file, text);
    kit.userGit(project, "add", "-A");
    kit.userGit(project, "commit", "-qm", "change " + file);
  }

  private String hosted(String... arguments) throws Exception {
    return SaveKit.git(kit.hosted(project), arguments);
  }

  private void sh(String script) throws Exception {
    SaveKit.run(kit.files(project), List.of("sh", "-c", "(" + script + ") >/dev/null 2>&1"));
  }
}
