package codeblocking.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.project.Project;
import codeblocking.save.SaveKit;
import codeblocking.save.Skipped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Needs the kernel's notice of changes: what was not heard of is what it is about. */
class WatchedTreeIT {
  @TempDir Path temp;
  SaveKit kit;
  Project project;
  Path files;
  TreeWatch watch;
  WorkspaceTrees watched;

  @BeforeEach
  void newProject() throws Exception {
    kit = new SaveKit(temp);
    project = kit.newProject();
    files = kit.files(project);
    watching(TreeWatch.start());
  }

  @AfterEach
  void close() {
    watch.close();
  }

  private void watching(TreeWatch by) {
    watch = by;
    watched = new WorkspaceTrees(kit.places, Limits.withQuota(64 << 20), Clock.systemUTC(), watch);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void after_any_edits_the_tree_of_what_changed_is_the_tree_of_everything(long seed)
      throws Exception {
    Random random = new Random(seed);
    String base = null;
    for (int round = 0; round < 40; round++) {
      edit(random);
      Snapshot whole = afresh(base);
      Snapshot patched = watched.write(project.id(), base, false);
      assertThat(patched.tree()).as("round %s", round).isEqualTo(whole.tree());
      assertThat(patched.skipped()).as("round %s", round).hasSameElementsAs(whole.skipped());
      assertThat(watched.hash(project.id(), base, false, WorkspaceTrees.Trust.TIMES).tree())
          .isEqualTo(whole.tree());
      if (random.nextInt(4) == 0) {
        base = patched.tree();
      }
    }
    assertThat(watch.watches()).as("it was watched at all").isPositive();
  }

  @Test
  void only_what_changed_is_looked_at() throws Exception {
    for (int i = 0; i < 200; i++) {
      kit.write(project, "d%d/f%d".formatted(i % 20, i), "x" + i);
    }
    assertThat(watched.write(project.id(), null, false).entries()).isEqualTo(220);
    kit.write(project, "d3/f3", "changed");

    Snapshot patched = watched.write(project.id(), null, false);

    assertThat(patched.entries()).as("those before, a directory and a file").isEqualTo(222);
    assertThat(patched.tree()).isEqualTo(afresh(null).tree());
  }

  @Test
  void when_the_kernel_lost_events_everything_is_looked_at_again() throws Exception {
    kit.write(project, "a/b", "1");
    assertThat(watched.write(project.id(), null, false).entries()).isEqualTo(2);
    TreeWatch held = watch;
    synchronized (held) {
      // Nobody fetches meanwhile; the kernel holds 16 384 events.
      for (int i = 0; i < 10_000; i++) {
        Path file = files.resolve("a/x" + i % 3);
        Files.createFile(file);
        Files.delete(file);
      }
      kit.write(project, "a/b", "2");
    }

    Snapshot after = watched.write(project.id(), null, false);

    assertThat(after.tree()).isEqualTo(afresh(null).tree());
    assertThat(after.entries()).as("a walk over everything").isEqualTo(2);
  }

  @Test
  void where_no_more_watches_are_to_be_had_everything_is_looked_at() throws Exception {
    watch.close();
    watching(TreeWatch.start(2));
    kit.write(project, "a/b/c/d", "1");
    watched.write(project.id(), null, false);
    kit.write(project, "a/b/c/d", "2");

    Snapshot after = watched.write(project.id(), null, false);

    assertThat(after.tree()).isEqualTo(afresh(null).tree());
    assertThat(after.entries()).isEqualTo(4);
    assertThat(watch.watches()).isEqualTo(2);
  }

  @Test
  void a_workspace_that_moves_stays_watched() throws Exception {
    kit.write(project, "a/b", "1");
    watched.write(project.id(), null, false);
    Path elsewhere = temp.resolve("moved");
    Files.move(files, elsewhere);
    Files.writeString(elsewhere.resolve("a/b"), "2");
    Files.move(elsewhere, files);

    Snapshot after = watched.write(project.id(), null, false);

    assertThat(after.tree()).isEqualTo(afresh(null).tree());
    assertThat(after.entries()).isEqualTo(4);
  }

  @Test
  void a_link_in_a_directorys_place_leads_no_watch_outside() throws Exception {
    Path outside = Files.createDirectories(temp.resolve("outside/below"));
    kit.write(project, "a/below/f", "1");
    watched.write(project.id(), null, false);
    int before = watch.watches();
    sh("mv a b; ln -s " + outside.getParent() + " a");

    watched.write(project.id(), null, false);
    Files.writeString(outside.resolve("secret"), "x");

    assertThat(watch.watches()).isEqualTo(before);
    assertThat(watched.write(project.id(), null, false).tree()).isEqualTo(afresh(null).tree());
  }

  @Test
  void what_the_watch_did_not_hear_is_found_by_whoever_reads_every_byte() throws Exception {
    kit.write(project, "f", "one");
    String before = watched.write(project.id(), null, false).tree();
    // Written through another name, outside of what is watched.
    Path other = temp.resolve("other-name");
    Files.createLink(other, files.resolve("f"));
    watched.write(project.id(), null, false);
    var times = Files.getLastModifiedTime(other);
    Files.writeString(other, "two");
    Files.setLastModifiedTime(other, times);
    assertThat(watched.write(project.id(), null, false).tree()).isEqualTo(before);

    Snapshot truth = watched.hash(project.id(), null, false, WorkspaceTrees.Trust.NOTHING);

    assertThat(truth.tree()).isNotEqualTo(before);
    assertThat(watched.write(project.id(), before, false).tree())
        .as("also where another commit is checked out by now")
        .isEqualTo(truth.tree());
  }

  @Test
  void what_cannot_be_read_is_tried_again() throws Exception {
    sh("mkfifo pipe; echo 1 > ok");
    assertThat(watched.write(project.id(), null, false).skipped())
        .extracting(Skipped::path)
        .containsExactly("pipe");
    sh("echo 2 > ok");
    assertThat(watched.write(project.id(), null, false).skipped())
        .as("still there")
        .extracting(Skipped::path)
        .containsExactly("pipe");
    sh("rm pipe; echo 3 > pipe");

    Snapshot after = watched.write(project.id(), null, false);

    assertThat(after.skipped()).isEmpty();
    assertThat(after.tree()).isEqualTo(afresh(null).tree());
  }

  /** By somebody who remembers nothing. */
  private Snapshot afresh(@org.jspecify.annotations.Nullable String base) throws Exception {
    return new WorkspaceTrees(kit.places, Limits.withQuota(64 << 20), Clock.systemUTC())
        .write(project.id(), base, false);
  }

  private void edit(Random random) throws Exception {
    StringBuilder script = new StringBuilder();
    int steps = random.nextInt(5);
    for (int i = 0; i < steps; i++) {
      String a = path(random);
      String b = path(random);
      script.append(
          switch (random.nextInt(14)) {
            case 0, 1, 2, 3 ->
                "mkdir -p $(dirname %s); echo %d > %s\n".formatted(a, random.nextInt(100), a);
            case 4 -> "rm -rf %s\n".formatted(a);
            case 5 -> "mkdir -p $(dirname %s); mv %s %s\n".formatted(b, a, b);
            case 6 -> "chmod +x %s\n".formatted(a);
            case 7 -> "ln -sfn %s %s\n".formatted(b, a);
            case 8 -> "mkdir -p %s; echo 'x*' > %s/.gitignore\n".formatted(a, a);
            case 9 ->
                "echo '%s' >> .git/info/exclude\n".formatted(random.nextBoolean() ? "y" : "!y");
            case 10 -> "mkfifo %s\n".formatted(a);
            case 11 -> "mkdir -p %s; printf '* text\\n' > %s/.gitattributes\n".formatted(a, a);
            case 12 -> "mkdir -p $(dirname %s); printf 'a\\r\\nb\\r\\n' > %s\n".formatted(a, a);
            default -> "cp -a %s %s\n".formatted(a, b);
          });
    }
    sh("{ " + script + "true; } 2>/dev/null");
  }

  private static String path(Random random) {
    String[] names = {"x", "y", "z", "x1", "ä"};
    StringBuilder path = new StringBuilder();
    int depth = 1 + random.nextInt(3);
    for (int i = 0; i < depth; i++) {
      path.append(i == 0 ? "" : "/").append(names[random.nextInt(names.length)]);
    }
    return path.toString();
  }

  private void sh(String script) throws Exception {
    SaveKit.run(files, List.of("bash", "-c", script));
  }
}
