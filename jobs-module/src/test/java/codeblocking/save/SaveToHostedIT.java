package codeblocking.save;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.project.Project;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaveToHostedIT {
  @TempDir Path temp;
  SaveKit kit;
  Project project;

  @BeforeEach
  void newProject() throws Exception {
    kit = new SaveKit(temp);
    project = kit.newProject();
  }

  @Test
  void a_first_save_is_reachable_in_the_remote() throws Exception {
    kit.write(project, "src/été.txt", "hello\n");

    SaveOutcome outcome = kit.save(project);

    assertThat(outcome.save().orElseThrow().state()).isEqualTo(SaveState.SAVED);
    assertThat(SaveKit.git(kit.hosted(project), "show", "main:src/été.txt")).isEqualTo("hello");
    assertThat(SaveKit.git(kit.hosted(project), "log", "-1", "--format=%an %ae|%cn|%s|%ct", "main"))
        .isEqualTo(
            "Ann Lee ann@example.org|CodeBlocking|Auto-save: 2026-01-02 03:04:05 UTC|1767323045");
  }

  /** Pushed from elsewhere, and not yet seen here. */
  @Test
  void a_branch_that_another_is_in_the_way_of_goes_beside() throws Exception {
    kit.write(project, "a.txt", "one\n");
    kit.save(project);
    SaveKit.git(kit.hosted(project), "branch", "topic/one", "main");
    kit.userGit(project, "checkout", "-q", "-b", "topic");
    kit.write(project, "a.txt", "two\n");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(save.state()).isEqualTo(SaveState.SAVED);
    assertThat(save.message()).contains("the remote has a branch topic/one");
    assertThat(SaveKit.git(kit.hosted(project), "show", save.ref() + ":a.txt")).isEqualTo("two");
  }

  @Test
  void after_a_save_the_users_branch_is_what_was_pushed_and_clean() throws Exception {
    kit.write(project, "a.txt", "one\n");
    kit.save(project);

    assertThat(kit.userGit(project, "status", "--porcelain")).isEmpty();
    assertThat(kit.userGit(project, "rev-parse", "HEAD", "origin/main").lines().distinct())
        .containsExactly(SaveKit.git(kit.hosted(project), "rev-parse", "main"));
  }
}
