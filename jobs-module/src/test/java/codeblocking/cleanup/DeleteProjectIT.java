package codeblocking.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.container.FakeContainers;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.NeedsPerson;
import codeblocking.job.Work;
import codeblocking.ledger.MemoryLedger;
import codeblocking.project.ImportProgress;
import codeblocking.project.ImportState;
import codeblocking.project.Project;
import codeblocking.save.OnlyHere;
import codeblocking.save.OtherRemote;
import codeblocking.save.SaveKit;
import codeblocking.save.StoredSaving;
import codeblocking.terminal.Terminals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no save holds is not lost by a deletion that does not say so. Real git, as the user. */
@SuppressWarnings("NullAway.Init")
class DeleteProjectIT {
  @TempDir Path temp;
  private MemoryLedger ledger;
  private SaveKit kit;
  private Terminals terminals;
  private DeleteProject delete;
  private Project project;

  @BeforeEach
  void aSavedProject() throws Exception {
    ledger = new MemoryLedger();
    kit = new SaveKit(temp.resolve("data"));
    FakeContainers containers = new FakeContainers(temp.resolve("none"), ledger.clock);
    terminals = new Terminals(containers, Runnable::run, work -> {});
    StoredSaving saving = new StoredSaving(kit.saveWorkspace(), kit.saves, kit.gate());
    StopGate gate =
        new StopGate(
            new StopGate.Engine(containers, ledger.ports.containers(), terminals),
            ledger.ports.sessions(),
            new PausedSave(saving, ledger.ports.jobs()),
            ledger.ports.jobs());
    delete =
        new DeleteProject(
            ledger.ports.projects(),
            gate,
            kit.saves,
            kit.workspaces,
            new OnlyHere(kit.trees, kit.data, saving),
            saving);
    project = ledger.aProject(null);
    kit.workspaces.create(project, "http://localhost/git/" + project.id() + ".git");
    kit.write(project, "a.txt", "one\n");
    kit.save(project);
  }

  @AfterEach
  void close() {
    terminals.close();
    ledger.close();
  }

  private Work asked(boolean discard) {
    return ledger.claimed(
        JobRequest.of(JobKind.DELETE, project.id(), null)
            .with("discard", Boolean.toString(discard)));
  }

  private void aCommitOn(String branch) throws Exception {
    kit.userGit(project, "checkout", "-q", "-b", branch);
    kit.userGit(project, "commit", "-q", "--allow-empty", "-m", "thoughts");
    kit.userGit(project, "checkout", "-q", "main");
  }

  @Test
  void a_project_that_the_remote_holds_all_of_goes() throws Exception {
    kit.userGit(project, "branch", "same");
    kit.save(project);
    delete.handle(asked(false));
    assertThat(ledger.ports.projects().find(project.id())).isEmpty();
    assertThat(kit.files(project)).doesNotExist();
    assertThat(kit.hosted(project)).exists();
  }

  @Test
  void commits_of_another_branch_are_in_the_remote_before_it_goes() throws Exception {
    aCommitOn("feature");
    String feature = kit.userGit(project, "rev-parse", "feature");
    kit.save(project);
    delete.handle(asked(false));
    assertThat(kit.files(project)).doesNotExist();
    assertThat(hosted("rev-parse", side("feature"))).isEqualTo(feature);
  }

  @Test
  void commits_that_the_remote_does_not_take_keep_it_and_are_named() throws Exception {
    kit.remotes = OtherRemote.branchesOnly(kit.remotes);
    aCommitOn("feature");
    kit.save(project);
    Work work = asked(false);
    assertThatThrownBy(() -> delete.handle(work))
        .isInstanceOf(NeedsPerson.class)
        .hasMessageContaining("does not take all commits of feature; push them elsewhere");
    assertThat(kit.files(project)).exists();
    assertThat(ledger.ports.projects().find(project.id())).isPresent();
  }

  @Test
  void every_stash_is_in_the_remote_before_it_goes() throws Exception {
    for (String text : List.of("older", "newer")) {
      kit.write(project, "a.txt", text + "\n");
      kit.userGit(project, "stash", "-q");
    }
    String newer = kit.userGit(project, "rev-parse", "stash@{0}");
    String older = kit.userGit(project, "rev-parse", "stash@{1}");
    kit.save(project);
    delete.handle(asked(false));
    assertThat(kit.files(project)).doesNotExist();
    hosted("merge-base", "--is-ancestor", newer, side("stash"));
    hosted("merge-base", "--is-ancestor", older, side("stash"));
  }

  @Test
  void commits_that_only_tags_hold_are_in_the_remote_before_it_goes() throws Exception {
    kit.userGit(project, "checkout", "-q", "--detach");
    List<String> commits = new ArrayList<>();
    for (String tag : List.of("light", "annotated", "of-a-tag")) {
      kit.userGit(project, "commit", "-q", "--allow-empty", "-m", tag);
      commits.add(kit.userGit(project, "rev-parse", "HEAD"));
      switch (tag) {
        case "light" -> kit.userGit(project, "tag", tag);
        case "annotated" -> kit.userGit(project, "tag", "-m", "a text", tag);
        default -> {
          kit.userGit(project, "tag", "-m", "inner", "inner");
          kit.userGit(project, "tag", "-m", "outer", tag, "inner");
          kit.userGit(project, "tag", "-d", "inner");
        }
      }
      kit.userGit(project, "reset", "-q", "--hard", "main");
    }
    kit.userGit(project, "checkout", "-q", "main");
    kit.userGit(project, "reflog", "expire", "--expire=now", "--all");

    kit.save(project);
    delete.handle(asked(false));

    assertThat(kit.files(project)).doesNotExist();
    for (String commit : commits) {
      hosted("merge-base", "--is-ancestor", commit, side("tags"));
    }
  }

  @Test
  void a_commit_of_a_second_work_tree_on_no_branch_is_in_the_remote_before_it_goes()
      throws Exception {
    Path tree = temp.resolve("second");
    kit.userGit(project, "worktree", "add", "-q", "--detach", tree.toString());
    SaveKit.git(tree, "commit", "-q", "--allow-empty", "-m", "elsewhere");
    String commit = SaveKit.git(tree, "rev-parse", "HEAD");

    kit.save(project);
    delete.handle(asked(false));

    assertThat(kit.files(project)).doesNotExist();
    hosted("merge-base", "--is-ancestor", commit, side("worktrees"));
  }

  @Test
  void a_tag_that_the_remote_does_not_take_keeps_it_and_is_named() throws Exception {
    kit.remotes = OtherRemote.branchesOnly(kit.remotes);
    aCommitOn("feature");
    kit.userGit(project, "tag", "-m", "a text", "v1", "feature");
    kit.userGit(project, "branch", "-q", "-D", "feature");
    kit.save(project);
    Work work = asked(false);
    assertThatThrownBy(() -> delete.handle(work))
        .isInstanceOf(NeedsPerson.class)
        .hasMessageContaining("does not take all commits of the tag v1");
    assertThat(kit.files(project)).exists();
  }

  @Test
  void a_tag_of_what_is_on_a_branch_needs_nothing_beside() throws Exception {
    kit.userGit(project, "tag", "v1");
    kit.userGit(project, "tag", "-m", "a text", "v2");
    kit.save(project);
    delete.handle(asked(false));
    assertThat(kit.files(project)).doesNotExist();
    assertThat(hosted("for-each-ref", "--format=%(refname)")).isEqualTo("refs/heads/main");
  }

  private String side(String name) {
    return "refs/heads/codeblocking/autosave/" + project.id() + "/" + name;
  }

  private String hosted(String... arguments) throws Exception {
    return SaveKit.git(kit.hosted(project), arguments);
  }

  @Test
  void a_detached_head_that_was_saved_beside_lets_it_go() throws Exception {
    kit.userGit(project, "checkout", "-q", "--detach");
    kit.userGit(project, "commit", "-q", "--allow-empty", "-m", "thoughts");
    kit.save(project);
    delete.handle(asked(false));
    assertThat(kit.files(project)).doesNotExist();
  }

  @Test
  void discard_means_discard() throws Exception {
    aCommitOn("feature");
    delete.handle(asked(true));
    assertThat(kit.files(project)).doesNotExist();
    assertThat(kit.hosted(project)).doesNotExist();
  }

  @Test
  void a_delete_that_was_interrupted_after_the_files_went_goes_on() throws Exception {
    kit.workspaces.remove(project.id(), false);
    delete.handle(asked(false));
    assertThat(ledger.ports.projects().find(project.id())).isEmpty();
  }

  @Test
  void files_beside_an_import_that_failed_keep_it() throws Exception {
    project = ledger.aProject(new ImportProgress(ImportState.FAILED, null, "404"));
    kit.workspaces.create(project, "http://localhost/git/" + project.id() + ".git");
    kit.write(project, "mine.txt", "mine\n");
    Work work = asked(false);
    assertThatThrownBy(() -> delete.handle(work))
        .isInstanceOf(NeedsPerson.class)
        .hasMessageContaining("the import has not finished");
    assertThat(kit.files(project).resolve("mine.txt")).exists();
  }

  @Test
  void an_import_that_failed_and_left_nothing_goes() throws Exception {
    project = ledger.aProject(new ImportProgress(ImportState.FAILED, null, "404"));
    kit.workspaces.create(project, "http://localhost/git/" + project.id() + ".git");
    delete.handle(asked(false));
    assertThat(ledger.ports.projects().find(project.id())).isEmpty();
  }
}
