package codeblocking.save;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.job.RetryLater;
import codeblocking.project.Project;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S2's question: is what lies in the workspace now in a save, and in which? */
@SuppressWarnings("NullAway.Init")
class StoredSavingIT {
  @TempDir Path temp;
  private SaveKit kit;
  private Project project;

  @BeforeEach
  void newProject() throws Exception {
    kit = new SaveKit(temp);
    project = kit.newProject();
  }

  private Safety safety() throws Exception {
    return new StoredSaving(kit.saveWorkspace(), kit.saves, kit.gate()).compare(project);
  }

  @Test
  void a_project_that_was_just_made_has_nothing_to_lose() throws Exception {
    assertThat(safety()).isEqualTo(Safety.VERIFIED);
  }

  @Test
  void an_edit_is_unsaved_until_it_is_saved() throws Exception {
    kit.write(project, "a.txt", "one\n");
    assertThat(safety()).isEqualTo(Safety.UNSAVED);
    kit.save(project);
    assertThat(safety()).isEqualTo(Safety.VERIFIED);
    kit.write(project, "a.txt", "two\n");
    assertThat(safety()).isEqualTo(Safety.UNSAVED);
  }

  @Test
  void a_commit_of_the_users_counts_even_where_no_file_differs() throws Exception {
    kit.write(project, "a.txt", "one\n");
    kit.save(project);
    kit.userGit(project, "commit", "--allow-empty", "-m", "thoughts");
    assertThat(safety()).isEqualTo(Safety.UNSAVED);
  }

  @Test
  void what_could_not_be_pushed_is_durable_here_and_not_verified() throws Exception {
    kit.write(project, "a.txt", "one\n");
    codeblocking.remote.Remotes reachable = kit.remotes;
    kit.remotes = any -> new AwayRemote();
    assertThatThrownBy(() -> kit.save(project)).isInstanceOf(RetryLater.class);
    kit.remotes = reachable;
    assertThat(safety()).isEqualTo(Safety.DURABLE);
  }
}
