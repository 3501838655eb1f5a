package codeblocking.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.job.Jobs;
import codeblocking.save.GitStore;
import codeblocking.save.Save;
import codeblocking.save.SaveState;
import codeblocking.save.SaveTrigger;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs real files and their changes. */
class SnapshotsIT {
  @TempDir Path temp;
  TimelineKit kit;

  @BeforeEach
  void open() throws Exception {
    kit = new TimelineKit(temp);
  }

  @AfterEach
  void close() {
    kit.close();
  }

  @Test
  void what_changed_is_kept_and_the_users_git_state_is_as_it_was() throws Exception {
    kit.write("a.txt", "one\n");
    kit.kit.userGit(kit.project, "add", "-A");
    kit.kit.userGit(kit.project, "commit", "-qm", "mine");
    kit.write("a.txt", "two\n");
    kit.write("staged", "s\n");
    kit.kit.userGit(kit.project, "add", "staged");
    String before = state();

    Save save = kit.taken();

    assertThat(state()).isEqualTo(before);
    assertThat(save.trigger()).isEqualTo(SaveTrigger.SNAPSHOT);
    assertThat(save.state()).isEqualTo(SaveState.SAVED_LOCALLY);
    assertThat(kit.git("show", save.ref() + ":a.txt")).isEqualTo("two");
    assertThat(kit.git("rev-parse", save.ref())).isEqualTo(save.commit());
    assertThat(kit.git("fsck", "--strict")).doesNotContain("error");
    assertThat(kit.timeline()).containsExactly(save);
    assertThat(kit.ledger.ports.saves().newest(kit.project.id())).as("no last save").isEmpty();
  }

  @Test
  void nothing_is_kept_where_nothing_changed_also_after_a_restart() throws Exception {
    assertThat(kit.take.take(kit.project)).as("as it was made").isEmpty();
    kit.write("a.txt", "one\n");
    kit.taken();
    kit.kit.userGit(kit.project, "add", "-A");
    kit.kit.userGit(kit.project, "commit", "-qm", "a commit is no change of files");

    assertThat(kit.take.take(kit.project)).isEmpty();
    TakeSnapshot restarted =
        new TakeSnapshot(kit.trees, kit.store, kit.ledger.ports.saves(), kit.ledger.clock);
    assertThat(restarted.take(kit.project)).isEmpty();
    assertThat(kit.timeline()).hasSize(1);
  }

  @Test
  void no_job_and_no_event_comes_of_it() throws Exception {
    long events = kit.ledger.ports.events().last();
    kit.write("a.txt", "one\n");
    kit.taken();

    Jobs jobs = kit.ledger.ports.jobs();
    assertThat(jobs.active(kit.project.id())).isEmpty();
    assertThat(kit.ledger.ports.events().last()).isEqualTo(events);
  }

  @Test
  void while_a_job_is_at_the_git_directory_snapshots_go_on_and_garbage_waits() throws Exception {
    kit.write("a.txt", "one\n");
    kit.taken();
    kit.ledger.clock.advance(Duration.ofDays(2));
    String id = kit.project.id().toString();
    try (GitStore job = GitStore.open(kit.kit.data.git(id), kit.kit.data.staging())) {
      kit.write("a.txt", "two\n");
      Save save = kit.taken();
      assertThat(job.ref(save.ref())).isEqualTo(save.commit());
      assertThat(kit.store.collect(kit.project.id(), java.util.Set.of(save.id()))).isFalse();
      assertThat(job.ref(save.ref())).isEqualTo(save.commit());
    }
  }

  @Test
  void old_ones_are_thinned_with_their_refs_and_packs_are_joined() throws Exception {
    for (int i = 0; i < 60; i++) {
      kit.write("a.txt", "round " + i + "\n");
      kit.taken();
    }
    Save newest = kit.timeline().get(0);
    kit.ledger.clock.advance(Duration.ofHours(3));

    kit.thin.thin(kit.project.id());

    assertThat(kit.timeline()).hasSizeBetween(1, 3).contains(newest);
    String refs = kit.git("for-each-ref", "--format=%(refname)", "refs/codeblocking/snapshot");
    assertThat(refs.lines().toList())
        .containsExactlyInAnyOrderElementsOf(kit.timeline().stream().map(Save::ref).toList());
    assertThat(kit.git("count-objects", "-v")).contains("packs: 1\n");
    assertThat(kit.git("show", newest.ref() + ":a.txt")).isEqualTo("round 59");
    assertThat(kit.git("fsck", "--strict")).doesNotContain("error");
  }

  private String state() throws Exception {
    return kit.kit.userGit(kit.project, "status", "--porcelain=v2", "--branch")
        + kit.kit.userGit(kit.project, "for-each-ref")
        + kit.kit.userGit(kit.project, "ls-files", "--stage");
  }
}
