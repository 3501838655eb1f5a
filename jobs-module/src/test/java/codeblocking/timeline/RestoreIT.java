package codeblocking.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.job.Handler;
import codeblocking.job.Job;
import codeblocking.job.JobKind;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.save.Save;
import codeblocking.save.SaveTrigger;
import codeblocking.workspace.Owner;
import codeblocking.workspace.Snapshot;
import codeblocking.workspace.TreeDiff;
import codeblocking.workspace.TreeRestore;
import codeblocking.workspace.WorkspaceTrees.Trust;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs real files: links, FIFOs and directories in the way are what it is about. */
class RestoreIT {
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
  void a_file_comes_back_and_the_rest_stays() throws Exception {
    kit.write("src/a.txt", "one\n");
    kit.write("b.txt", "b one\n");
    Save then = kit.taken();
    kit.write("src/a.txt", "two\n");
    kit.write("b.txt", "b two\n");

    Handler.Success success = kit.restore(then, "src/a.txt");

    assertThat(success.message()).isEqualTo("1 files restored, 0 removed");
    assertThat(kit.read("src/a.txt")).isEqualTo("one\n");
    assertThat(kit.read("b.txt")).isEqualTo("b two\n");
  }

  @Test
  void everything_comes_back_and_can_be_taken_back() throws Exception {
    kit.sh("mkdir -p d/e; echo x > d/e/f; echo run > run.sh; chmod +x run.sh; ln -s 'a//b/' link");
    kit.write("was-file", "file\n");
    kit.write("was-dir/inner", "inner\n");
    kit.write("Grüße 漢字", "utf\n");
    Save then = kit.taken();
    kit.sh(
        "rm -rf d run.sh link 'Grüße 漢字' was-file was-dir; mkdir was-file; echo in > was-file/in");
    kit.write("was-dir", "a file now\n");
    kit.write("new/deep/one", "new\n");
    Save later = kit.taken();

    kit.restore(then, null);

    assertThat(now(then)).isEqualTo(then.tree());
    assertThat(kit.files.resolve("new")).as("no empty directory is left").doesNotExist();
    assertThat(Files.isExecutable(kit.files.resolve("run.sh"))).isTrue();
    Save undo = kit.timeline().get(0);
    assertThat(undo.trigger()).isEqualTo(SaveTrigger.RESTORE);
    assertThat(undo.tree()).isEqualTo(later.tree());

    kit.restore(undo, null);

    assertThat(now(later)).isEqualTo(later.tree());
  }

  @Test
  void what_was_never_kept_is_kept_before_it_is_overwritten() throws Exception {
    kit.write("a", "one\n");
    Save then = kit.taken();
    kit.write("a", "never seen by a snapshot\n");

    kit.restore(then, null);

    Save undo = kit.timeline().get(0);
    assertThat(kit.git("show", undo.commit() + ":a")).isEqualTo("never seen by a snapshot");
    assertThat(undo.message()).startsWith("Before restoring everything");
  }

  @Test
  void a_file_that_was_saved_and_is_ignored_by_now_is_kept_as_well() throws Exception {
    kit.write("config", "one\n");
    Save then = kit.taken();
    kit.write(".gitignore", "config\nbuild/\n");
    kit.write("config", "secret\n");
    kit.write("build/out", "out\n");

    kit.restore(then, null);

    assertThat(kit.read("config")).isEqualTo("one\n");
    assertThat(kit.read("build/out")).as("ignored, and in no save").isEqualTo("out\n");
    assertThat(kit.git("show", kit.timeline().get(0).commit() + ":config")).isEqualTo("secret");
  }

  @Test
  void it_is_saved_afterwards_by_a_job_of_its_own() throws Exception {
    kit.write("a", "one\n");
    Save then = kit.taken();
    kit.write("a", "two\n");

    kit.restore(then, null);

    List<Job> left = kit.ledger.ports.jobs().active(kit.project.id());
    assertThat(left).extracting(Job::kind).containsExactly(JobKind.PERSIST);
    assertThat(left.get(0).payload()).containsEntry("trigger", "restore");
  }

  @Test
  void a_fifo_in_the_way_makes_room_and_a_large_file_stays() throws Exception {
    kit.write("pipe", "file once\n");
    kit.write("dir/x", "x\n");
    kit.write("large", "small once\n");
    Save then = kit.taken();
    kit.sh("rm -rf pipe dir large; mkfifo pipe dir; truncate -s 96M large");

    Handler.Success success = kit.restore(then, null);

    assertThat(kit.read("pipe")).isEqualTo("file once\n");
    assertThat(kit.read("dir/x")).isEqualTo("x\n");
    assertThat(kit.files.resolve("large")).as("in no save").hasSize(96L << 20);
    assertThat(success.message()).contains("1 left as they are: large: larger than 95 MiB");
  }

  @Test
  void a_directory_that_holds_what_no_save_does_stays() throws Exception {
    kit.write("x", "a file once\n");
    Save then = kit.taken();
    kit.sh("rm x; mkdir x; echo '*.o' > x/.gitignore; echo o > x/a.o");

    Handler.Success success = kit.restore(then, null);

    assertThat(kit.read("x/a.o")).isEqualTo("o\n");
    assertThat(success.message()).contains("x: a directory with files that no save holds");
  }

  @Test
  void line_ends_come_back_as_they_were_checked_out() throws Exception {
    kit.write(".gitattributes", "*.bat eol=crlf\n");
    kit.write("run.bat", "a\r\nb\r\n");
    Save then = kit.taken();
    kit.write("run.bat", "other\r\n");

    kit.restore(then, "run.bat");

    assertThat(kit.read("run.bat")).isEqualTo("a\r\nb\r\n");
  }

  @Test
  void a_directory_swapped_for_a_link_lets_nothing_out() throws Exception {
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("f"), "of the host");
    kit.write("d/f", "one\n");
    kit.write("d/new", "new\n");
    Save then = kit.taken();
    AtomicBoolean stop = new AtomicBoolean();
    Thread flipper = new Thread(() -> flip(outside, stop));
    kit.sh("echo two > d/f; rm d/new");
    flipper.start();
    try {
      for (int i = 0; i < 15; i++) {
        tryToRestore(then);
      }
    } finally {
      stop.set(true);
      flipper.join();
    }
    assertThat(outside.resolve("f")).hasContent("of the host");
    assertThat(outside.resolve("new")).doesNotExist();
  }

  @Test
  void a_link_in_a_directorys_place_is_replaced_and_not_followed() throws Exception {
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("f"), "of the host");
    kit.write("d/f", "one\n");
    Save then = kit.taken();
    kit.sh("rm -r d; ln -s " + outside + " d");

    kit.restore(then, "d/f");
    kit.restore(then, null);

    assertThat(outside.resolve("f")).hasContent("of the host");
    assertThat(Files.isDirectory(kit.files.resolve("d"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(kit.read("d/f")).isEqualTo("one\n");
  }

  @Test
  void a_file_that_changed_after_it_was_kept_is_not_overwritten() throws Exception {
    kit.write("a", "one\n");
    String target = kit.taken().tree();
    kit.write("a", "two\n");
    Snapshot kept = kit.trees.write(kit.project.id(), target, false);
    TreeRestore restore = new TreeRestore(kit.kit.places, kit.trees, Owner.self());
    try (var restoration = restore.begin(kit.project.id(), kept, target, null)) {
      kit.write("a", "three\n");
      assertThatThrownBy(restoration::next).hasMessageContaining("changed meanwhile");
    }
    assertThat(kit.read("a")).isEqualTo("three\n");
    try (var restoration = restore.begin(kit.project.id(), kept, target, null)) {
      assertThatThrownBy(restoration::next).hasMessageContaining("changed meanwhile");
    }
    assertThat(kit.kit.data.staging()).as("nothing is left lying about").isEmptyDirectory();
  }

  @Test
  void a_job_that_comes_again_keeps_the_first_state_before_it() throws Exception {
    kit.write("a", "one\n");
    Save then = kit.taken();
    kit.write("a", "two\n");
    Work work = kit.restoring(then, null);
    kit.restoreSave.handle(work);
    kit.restoreSave.handle(work);

    Save undo = kit.ledger.ports.saves().ofJob(work.job().id()).orElseThrow();
    assertThat(kit.git("show", undo.commit() + ":a")).isEqualTo("two");
    assertThat(kit.read("a")).isEqualTo("one\n");
  }

  @Test
  void a_save_that_is_not_kept_any_more_is_said_to_be_so() throws Exception {
    kit.write("a", "one\n");
    Save then = kit.taken();
    kit.ledger.ports.snapshots().forget(kit.project.id(), List.of(then.id()));

    assertThatThrownBy(() -> kit.restore(then, null)).isInstanceOf(NeedsPerson.class);
  }

  @Test
  void a_save_is_compared_with_what_is_there_now() throws Exception {
    kit.write("same", "s\n");
    kit.write("changed", "one\ntwo\n");
    kit.write("gone", "g\n");
    Save then = kit.taken();
    kit.write("changed", "one\nthree\n");
    kit.write("added", "a\n");
    kit.sh("rm gone");

    TreeDiff.Listed listed = kit.diff.files(kit.project.id(), then.tree());

    assertThat(listed.files())
        .containsExactlyInAnyOrder(
            new TreeDiff.Differing("added", TreeDiff.Kind.ADDED),
            new TreeDiff.Differing("changed", TreeDiff.Kind.MODIFIED),
            new TreeDiff.Differing("gone", TreeDiff.Kind.DELETED));
    assertThat(kit.diff.patch(kit.project.id(), then.tree(), "changed").orElseThrow())
        .contains("-two\n+three\n");
    assertThat(kit.diff.patch(kit.project.id(), then.tree(), "same")).contains("");
    assertThat(kit.diff.patch(kit.project.id(), then.tree(), "nowhere")).isEmpty();
  }

  private String now(Save base) throws Exception {
    return kit.trees.hash(kit.project.id(), base.tree(), false, Trust.NOTHING).tree();
  }

  private void tryToRestore(Save then) throws Exception {
    try {
      kit.restore(then, null);
    } catch (RetryLater e) {
      // It changed again and again: that is what was done to it.
    }
  }

  private void flip(Path outside, AtomicBoolean stop) {
    Path d = kit.files.resolve("d");
    Path aside = temp.resolve("aside");
    while (!stop.get()) {
      try {
        Files.move(d, aside);
        Files.createSymbolicLink(d, outside);
        Files.delete(d);
        Files.move(aside, d);
      } catch (java.io.IOException e) {
        restoreOrder(d, aside);
      }
    }
  }

  /** What was restored in between is in the way of what was moved away. */
  private static void restoreOrder(Path d, Path aside) {
    try {
      if (Files.exists(aside, LinkOption.NOFOLLOW_LINKS)
          && Files.exists(d, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(aside, aside.resolveSibling("aside-" + System.nanoTime()));
      }
    } catch (java.io.IOException e) {
      // The next turn tries again.
    }
  }
}
