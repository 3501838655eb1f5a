package codeblocking.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import codeblocking.project.Project;
import codeblocking.save.SaveKit;
import codeblocking.save.Skipped;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs a real file system: odd entries are what it is about. */
class TreeSnapshotIT {
  @TempDir Path temp;
  SaveKit kit;
  Project project;
  Path files;

  @BeforeEach
  void newProject() throws Exception {
    kit = new SaveKit(temp);
    project = kit.newProject();
    files = kit.files(project);
  }

  @Test
  void the_tree_is_the_one_that_git_makes() throws Exception {
    kit.write(project, "a/b.txt", "b\n");
    kit.write(project, "a.txt", "dot sorts before slash\n");
    kit.write(project, "a-b", "");
    kit.write(project, "run.sh", "#!/bin/sh\n");
    files.resolve("run.sh").toFile().setExecutable(true);
    sh("ln -s '../x//y/' 'link é/'; printf 1 > \"$(printf 'new\\nline')\"");
    sh("ln -s '../x//y/' link; ln -s 'ö//ü/' link2; mkdir empty; printf 2 > 'grüße 漢字 🎉'");
    kit.write(project, ".gitignore", "*.o\nbuild/\n");
    kit.write(project, "x.o", "ignored");
    kit.write(project, "build/out", "ignored");
    sh("echo secret > .git/info/exclude; echo s > secret");

    Snapshot snapshot = snapshot(null);

    kit.userGit(project, "add", "-A");
    assertThat(snapshot.tree()).isEqualTo(kit.userGit(project, "write-tree"));
    assertThat(snapshot.skipped()).isEmpty();
  }

  @Test
  void line_ends_are_what_git_makes_of_them() throws Exception {
    kit.write(project, ".gitattributes", "* text=auto\n*.bin -text\n*.sh eol=lf\n*.bat eol=crlf\n");
    kit.write(
        project, "sub/.gitattributes", "*.txt -text\nforced binary\n\"a b\" text\nx/** text\n");
    sh("printf '*.info text\\n' > .git/info/attributes");
    String crlf = "one\r\ntwo\r\n";
    for (String name :
        List.of(
            "a.txt",
            "b.bin",
            "c.sh",
            "d.bat",
            "sub/e.txt",
            "sub/forced",
            "sub/a b",
            "sub/x/y/z",
            "f.info")) {
      kit.write(project, name, crlf);
    }
    kit.write(project, "lone", "a\r\nb\rc");
    kit.write(project, "lone.sh", "a\r\nb\rc\r");
    kit.write(project, "nul", "a\r\n\0");
    kit.write(project, "control", "\1\2\3\4\r\n");
    kit.write(project, "dos", "text\r\n\32");
    sh("for i in $(seq 400000); do printf 'line\\r\\n'; done > large");

    Snapshot snapshot = snapshot(null);

    kit.userGit(project, "add", "-A");
    assertThat(snapshot.tree()).isEqualTo(kit.userGit(project, "write-tree"));
    assertThat(snapshot.skipped()).isEmpty();
  }

  @Test
  void a_file_that_was_saved_with_crlf_is_not_guessed_about() throws Exception {
    kit.write(project, "old", "a\r\n");
    kit.userGit(project, "add", "-A");
    String base = snapshot(null).tree();
    kit.write(project, ".gitattributes", "* text=auto\n");
    kit.write(project, "old", "a\r\nb\r\n");
    kit.write(project, "new", "a\r\n");

    Snapshot snapshot = snapshot(base);

    kit.userGit(project, "add", "-A");
    assertThat(snapshot.tree()).isEqualTo(kit.userGit(project, "write-tree"));
  }

  @Test
  void attributes_that_are_no_plain_file_or_take_too_long_change_nothing() throws Exception {
    String hostile = "a*".repeat(2_000) + "b text\n";
    kit.write(project, "p/.gitattributes", hostile.repeat(200));
    kit.write(project, "p/" + "a".repeat(250), "x\r\n");
    sh(
        "mkfifo .gitattributes; mkdir q; ln -s /etc/passwd q/.gitattributes; printf 'x\\r\\n' > q/f");

    Snapshot snapshot = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> snapshot(null));

    Path git = kit.data.git(project.id().toString());
    assertThat(SaveKit.git(git, "cat-file", "-s", snapshot.tree() + ":q/f")).isEqualTo("3");
    assertThat(snapshot.skipped()).extracting(Skipped::path).contains(".gitattributes");
  }

  @Test
  void each_limit_is_told_and_what_it_cuts_off_stays_as_it_was() throws Exception {
    kit.write(project, "a/f", "1");
    kit.write(project, "b", "2");
    String base = snapshot(null).tree();
    kit.write(project, "b", "3");

    Snapshot few =
        limited(new Limits(1 << 20, 1 << 20, 1, 9, Duration.ofMinutes(1)))
            .write(project.id(), base, false);
    Snapshot small =
        limited(new Limits(1 << 20, 0, 9, 9, Duration.ofMinutes(1)))
            .write(project.id(), base, false);
    Snapshot late =
        limited(new Limits(1 << 20, 1 << 20, 9, 9, Duration.ZERO)).write(project.id(), base, false);

    assertThat(few.skipped())
        .extracting(Skipped::reason)
        .contains("the workspace holds more than 1 files");
    assertThat(small.skipped())
        .extracting(Skipped::reason)
        .contains("the workspace is over its quota");
    assertThat(late.skipped())
        .extracting(Skipped::reason)
        .anyMatch(reason -> reason.contains("too long"));
    assertThat(List.of(few.tree(), small.tree(), late.tree())).containsOnly(base);
  }

  private WorkspaceTrees limited(Limits limits) {
    return new WorkspaceTrees(kit.places, limits, java.time.Clock.systemUTC());
  }

  @Test
  void odd_entries_are_named_and_never_stop_the_rest() throws Exception {
    kit.write(project, "good.txt", "good\n");
    sh("mkfifo pipe; mkdir -p lib/.git sub; touch lib/.git/HEAD lib/code.c 'sub/.GIT'");
    sh("truncate -s 96M big; printf x > \"$(printf 'bad\\377name')\"");
    sh(
        "ln -s /etc/passwd .gitmodules; python3 -c \"import socket as s;s.socket(s.AF_UNIX).bind('sock')\"");
    sh("p=d; for i in $(seq 140); do p=$p/d; done; mkdir -p $p; touch $p/deep");

    Snapshot snapshot = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> snapshot(null));

    assertThat(names(snapshot.tree())).contains("good.txt", "lib/code.c");
    assertThat(snapshot.skipped())
        .extracting(Skipped::path)
        .contains("pipe", "lib/.git", "sub/.GIT", "big", "bad\\xffname", "sock", ".gitmodules")
        .anyMatch(path -> path.startsWith("d/d/d"));
  }

  @Test
  void what_cannot_be_saved_any_more_keeps_what_was_saved() throws Exception {
    kit.write(project, "a.txt", "one\n");
    kit.write(project, "b.txt", "two\n");
    String base = snapshot(null).tree();
    sh("rm a.txt; mkfifo a.txt; rm b.txt");

    Snapshot snapshot = snapshot(base);

    assertThat(names(snapshot.tree())).containsExactly("a.txt");
  }

  @Test
  void what_was_saved_stays_though_it_is_ignored_by_now() throws Exception {
    kit.write(project, "out/kept.o", "1\n");
    String base = snapshot(null).tree();
    kit.write(project, ".gitignore", "out/\n");
    kit.write(project, "out/kept.o", "2\n");
    kit.write(project, "out/new.o", "new\n");

    assertThat(names(snapshot(base).tree())).containsExactly(".gitignore", "out/kept.o");
  }

  @Test
  void submodules_and_what_a_sparse_checkout_left_out_stay() throws Exception {
    kit.write(project, "in.txt", "in\n");
    kit.write(project, "out.txt", "out\n");
    String full = snapshot(null).tree();
    sh("rm out.txt");

    assertThat(kit.trees.write(project.id(), full, true).tree()).isEqualTo(full);
    assertThat(kit.trees.write(project.id(), full, false).tree()).isNotEqualTo(full);
  }

  @Test
  void a_workspace_that_is_a_link_is_not_read() throws Exception {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("other"), "of another tenant");
    Files.move(files, temp.resolve("moved"));
    Files.createSymbolicLink(files, elsewhere);

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> snapshot(null))
        .isInstanceOf(java.io.IOException.class);
  }

  @Test
  void a_directory_swapped_for_a_link_lets_nothing_in() throws Exception {
    Path elsewhere = Files.createDirectory(temp.resolve("victim"));
    Files.writeString(elsewhere.resolve("f"), "of another tenant");
    kit.write(project, "d/f", "mine");
    String secret = SaveKit.git(temp, "hash-object", elsewhere.resolve("f").toString());
    AtomicBoolean stop = new AtomicBoolean();
    Thread flipper = new Thread(() -> flip(elsewhere, stop));
    flipper.start();
    try {
      for (int i = 0; i < 300; i++) {
        kit.trees.write(project.id(), null, false);
      }
    } finally {
      stop.set(true);
      flipper.join();
    }
    Path git = kit.data.git(project.id().toString());
    assertThat(SaveKit.git(git, "cat-file", "--batch-all-objects", "--batch-check"))
        .doesNotContain(secret);
  }

  @Test
  void a_fifo_put_in_a_files_place_does_not_hold_the_reader() throws Exception {
    kit.write(project, "a", "a");
    try (OpenDirectory root = OpenDirectory.open(files)) {
      Entry looked = root.stat("a").orElseThrow();
      sh("rm a; mkfifo a");
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () ->
              org.assertj.core.api.Assertions.assertThatThrownBy(() -> root.read(looked))
                  .isInstanceOf(OpenDirectory.ChangedWhileRead.class));
    }
  }

  @Test
  void the_users_git_state_is_read_as_data_whatever_it_is() throws Exception {
    sh("rm .git/HEAD; mkfifo .git/HEAD");
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(kit.trees.state(project.id()).usable()).isFalse());
    sh("rm -rf .git; ln -s /etc .git");
    assertThat(kit.trees.state(project.id()).usable()).isFalse();
    sh("rm .git; echo 'gitdir: /etc' > .git");
    assertThat(kit.trees.state(project.id()).usable()).isFalse();
    assertThat(names(snapshot(null).tree())).isEmpty();
  }

  @Test
  void removing_a_workspace_follows_no_link_and_takes_deep_trees() throws Exception {
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("stays"), "x");
    Files.createSymbolicLink(files.resolve("link"), outside);
    sh("p=d; for i in $(seq 700); do p=$p/d; done; mkdir -p $p; mkfifo pipe");

    kit.workspaces.remove(project.id(), true);

    assertThat(outside.resolve("stays")).exists();
    assertThat(kit.data.slot(project.id().toString())).doesNotExist();
    assertThat(kit.hosted(project)).doesNotExist();
  }

  private void flip(Path elsewhere, AtomicBoolean stop) {
    Path d = files.resolve("d");
    Path aside = files.resolve("aside");
    try {
      while (!stop.get()) {
        Files.move(d, aside);
        Files.createSymbolicLink(d, elsewhere);
        Files.delete(d);
        Files.move(aside, d);
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Snapshot snapshot(@org.jspecify.annotations.Nullable String base) throws Exception {
    return kit.trees.write(project.id(), base, false);
  }

  private List<String> names(String tree) throws Exception {
    Path git = kit.data.git(project.id().toString());
    return SaveKit.git(git, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", tree)
        .lines()
        .toList();
  }

  private void sh(String script) throws Exception {
    SaveKit.run(files, List.of("bash", "-c", script));
  }

  static Path raw(Path directory, String percentEncoded) {
    return directory.resolve(Path.of(URI.create("file:///" + percentEncoded)).getFileName());
  }
}
