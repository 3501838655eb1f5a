package codeblocking.file;

import static codeblocking.file.FileRefused.Reason.CHANGED;
import static codeblocking.file.FileRefused.Reason.IN_THE_WAY;
import static codeblocking.file.FileRefused.Reason.MISSING;
import static codeblocking.file.FileRefused.Reason.TOO_LARGE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import codeblocking.job.Job;
import codeblocking.job.JobKind;
import codeblocking.ledger.MemoryLedger;
import codeblocking.place.Places;
import codeblocking.project.ImportProgress;
import codeblocking.project.ImportState;
import codeblocking.project.InvalidInput;
import codeblocking.project.Project;
import codeblocking.settings.DataDirectory;
import codeblocking.workspace.DiskUse;
import codeblocking.workspace.HostWrites;
import codeblocking.workspace.Owner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are those of the package's requirements. */
@SuppressWarnings("NullAway.Init")
final class ChangeFilesTest {
  private static final long QUOTA = 1 << 20;

  @TempDir Path temp;
  private final MemoryLedger ledger = new MemoryLedger();
  private Project project;
  private DataDirectory data;
  private Places places;
  private Path workspace;
  private Path outside;
  private ChangeFiles changes;
  private ProjectFiles files;

  @BeforeEach
  void make() throws IOException {
    project = ledger.aProject(null);
    data = new DataDirectory(temp.resolve("data"));
    workspace = Files.createDirectories(data.project(project.id().toString()));
    Files.createDirectories(data.slot(project.id().toString()).resolve("home"));
    outside = Files.createDirectories(temp.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "canary");
    places = new Places(data);
    files = new ProjectFiles(places);
    changes = changes(Owner.self());
  }

  private ChangeFiles changes(Owner owner) {
    return new ChangeFiles(
        new HostWrites(places, owner),
        new Room(new DiskUse(places)::of, QUOTA, ledger.clock),
        ledger.ports.sessions(),
        ledger.ports.jobs());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @AfterEach
  void nothing_is_left_in_the_making_4() {
    assertThat(data.staging().toFile().list()).isIn(null, new String[0]);
  }

  @Test
  void a_new_file_is_there_with_its_folders_and_the_etag_that_reading_gives_4() throws IOException {
    ChangeFiles.Done done = put("src/deep/a.txt", "hello", Condition.NONE);
    assertThat(done.created()).isTrue();
    assertThat(workspace.resolve("src/deep/a.txt")).hasContent("hello");
    assertThat(done.etag()).isEqualTo(etag("src/deep/a.txt"));
    assertThat(rights("src/deep/a.txt")).isEqualTo("rw-r--r--");
    assertThat(rights("src/deep")).isEqualTo("rwxr-xr-x");
  }

  @Test
  void a_file_that_is_written_over_keeps_its_rights_4() throws IOException {
    Files.writeString(workspace.resolve("run.sh"), "old");
    Files.setPosixFilePermissions(
        workspace.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-x---"));
    ChangeFiles.Done done = put("run.sh", "new", new Condition(etag("run.sh"), null));
    assertThat(done.created()).isFalse();
    assertThat(workspace.resolve("run.sh")).hasContent("new");
    assertThat(rights("run.sh")).isEqualTo("rwxr-x---");
  }

  @Test
  void what_is_made_belongs_to_the_workspaces_user_4() throws IOException {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Owner.self().uid() == 0, "only root may give files away");
    changes = changes(new Owner(10_001, 10_001));
    put("src/a.txt", "hello", Condition.NONE);
    changes.putFolder(project, FilePath.parse("made"), Condition.NONE);
    for (String path : List.of("src", "src/a.txt", "made")) {
      assertThat(Files.getAttribute(workspace.resolve(path), "unix:uid")).isEqualTo(10_001);
      assertThat(Files.getAttribute(workspace.resolve(path), "unix:gid")).isEqualTo(10_001);
    }
  }

  @Test
  void two_versions_of_the_same_time_and_size_have_different_etags() throws IOException {
    String first = put("a", "one", Condition.NONE).etag();
    var time = Files.getLastModifiedTime(workspace.resolve("a"));
    put("a", "two", Condition.NONE);
    Files.setLastModifiedTime(workspace.resolve("a"), time);
    assertThat(etag("a")).isNotEqualTo(first);
  }

  @Test
  void a_file_that_is_not_what_was_seen_is_not_written_over_5() throws IOException {
    String seen = put("a", "one", Condition.NONE).etag();
    Files.writeString(workspace.resolve("a"), "by somebody else");
    assertThat(refusal(() -> put("a", "two", new Condition(seen, null)))).isEqualTo(CHANGED);
    assertThat(workspace.resolve("a")).hasContent("by somebody else");
    assertThat(refusal(() -> put("gone/b", "two", new Condition("*", null)))).isEqualTo(CHANGED);
    assertThat(workspace.resolve("gone")).doesNotExist();
  }

  @Test
  void a_file_that_is_to_be_new_is_not_written_over_5() throws IOException {
    Condition isNew = new Condition(null, "*");
    put("a", "one", isNew);
    assertThat(refusal(() -> put("a", "two", isNew))).isEqualTo(CHANGED);
    assertThat(workspace.resolve("a")).hasContent("one");
  }

  @Test
  void of_two_who_saw_the_same_one_writes_5() throws Exception {
    String seen = put("a", "one", Condition.NONE).etag();
    AtomicBoolean first = new AtomicBoolean();
    InputStream slow =
        new SequenceInputStream(
            new ByteArrayInputStream("first ".getBytes(UTF_8)),
            new AtItsEnd(
                () -> {
                  // While its body still comes, the other one is done.
                  if (first.compareAndSet(false, true)) {
                    put("a", "second", new Condition(seen, null));
                  }
                }));
    assertThat(
            refusal(
                () ->
                    changes.put(project, FilePath.parse("a"), new Condition(seen, null), slow, -1)))
        .isEqualTo(CHANGED);
    assertThat(workspace.resolve("a")).hasContent("second");
  }

  @Test
  void what_is_no_file_is_not_written_over_5() throws Exception {
    Files.createDirectories(workspace.resolve("folder"));
    Files.createSymbolicLink(workspace.resolve("link"), outside.resolve("secret"));
    sh("mkfifo pipe");
    for (String path : List.of("folder", "link", "pipe")) {
      assertThat(refusal(() -> put(path, "x", Condition.NONE))).as(path).isEqualTo(IN_THE_WAY);
    }
    assertThat(outside.resolve("secret")).hasContent("canary");
  }

  @Test
  void a_path_through_a_link_a_file_or_a_fifo_changes_nothing_6() throws Exception {
    Files.createSymbolicLink(workspace.resolve("door"), outside);
    Files.writeString(workspace.resolve("file"), "x");
    Files.writeString(workspace.resolve("moved"), "x");
    sh("mkfifo pipe");
    for (String way : List.of("door", "file", "pipe")) {
      FilePath path = FilePath.parse(way + "/secret");
      assertThat(refusal(() -> put(way + "/secret", "x", Condition.NONE))).isEqualTo(IN_THE_WAY);
      assertThat(refusal(() -> put(way + "/new/x", "x", Condition.NONE))).isEqualTo(IN_THE_WAY);
      assertThat(refusal(() -> changes.putFolder(project, path, Condition.NONE)))
          .isEqualTo(IN_THE_WAY);
      assertThat(refusal(() -> changes.delete(project, path, false, Condition.NONE)))
          .isEqualTo(IN_THE_WAY);
      assertThat(refusal(() -> move(way + "/secret", "stolen"))).isEqualTo(IN_THE_WAY);
      assertThat(refusal(() -> move("moved", way + "/x"))).isEqualTo(IN_THE_WAY);
    }
    assertThat(outside).isDirectoryContaining(path -> path.endsWith("secret"));
    assertThat(outside.resolve("secret")).hasContent("canary");
    assertThat(outside.toFile().list()).hasSize(1);
  }

  @Test
  void a_folder_swapped_for_a_link_lets_nothing_out_6() throws Exception {
    Files.createDirectories(workspace.resolve("d"));
    AtomicBoolean stop = new AtomicBoolean();
    Thread flipper = new Thread(() -> flip(stop));
    flipper.start();
    try {
      for (int i = 0; i < 300; i++) {
        String name = "f" + i;
        tried(() -> put("d/" + name, "x", Condition.NONE));
        tried(() -> changes.putFolder(project, FilePath.parse("d/s"), Condition.NONE));
        tried(() -> changes.delete(project, FilePath.parse("d/secret"), false, Condition.NONE));
        tried(() -> changes.delete(project, FilePath.parse("d/sub"), true, Condition.NONE));
      }
    } finally {
      stop.set(true);
      flipper.join();
    }
    assertThat(outside.resolve("secret")).hasContent("canary");
    assertThat(outside.toFile().list()).containsExactly("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".git", ".git/config", "a/.git/hooks/post-commit", ".GIT/x", "git~1", ".git./x"})
  void nothing_is_changed_in_gits_own_directory_6(String path) throws IOException {
    Files.createDirectories(workspace.resolve(".git"));
    Files.writeString(workspace.resolve("x"), "x");
    FilePath parsed = FilePath.parse(path);
    assertThatThrownBy(() -> put(path, "x", Condition.NONE)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> changes.putFolder(project, parsed, Condition.NONE))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> changes.delete(project, parsed, true, Condition.NONE))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> move("x", path)).isInstanceOf(InvalidInput.class);
    assertThat(workspace.resolve(".git")).isEmptyDirectory();
  }

  @Test
  void a_name_that_no_file_can_have_is_refused() {
    for (String path : List.of("/", "ü".repeat(200), "\uD800", "a\uFFFDb", "d/".repeat(101))) {
      assertThatThrownBy(() -> put(path, "x", Condition.NONE)).isInstanceOf(InvalidInput.class);
    }
  }

  @Test
  void a_body_that_ends_early_changes_nothing_4() throws IOException {
    put("a", "one", Condition.NONE);
    assertThatThrownBy(
            () ->
                changes.put(
                    project,
                    FilePath.parse("a"),
                    Condition.NONE,
                    stream("half"),
                    "half".length() + 1))
        .isInstanceOf(InvalidInput.class);
    InputStream broken =
        new SequenceInputStream(
            stream("half"),
            new AtItsEnd(
                () -> {
                  throw new IOException("the client is gone");
                }));
    assertThatThrownBy(
            () -> changes.put(project, FilePath.parse("b/c"), Condition.NONE, broken, -1))
        .hasMessage("the client is gone");
    assertThat(workspace.resolve("a")).hasContent("one");
    assertThat(workspace.resolve("b")).doesNotExist();
  }

  @Test
  void what_does_not_fit_is_refused_and_room_that_was_made_counts_7() throws IOException {
    String half = "x".repeat((int) QUOTA / 2);
    put("one", half, Condition.NONE);
    assertThat(refusal(() -> put("two", half, Condition.NONE))).isEqualTo(TOO_LARGE);
    assertThat(workspace.resolve("two")).doesNotExist();
    assertThat(
            refusal(
                () ->
                    changes.put(
                        project,
                        FilePath.parse("two"),
                        Condition.NONE,
                        new AtItsEnd(() -> fail("a body that is refused is not read")),
                        QUOTA)))
        .isEqualTo(TOO_LARGE);
    // In its own place it takes no more than before.
    put("one", half, Condition.NONE);
    Files.delete(workspace.resolve("one"));
    ledger.clock.advance(java.time.Duration.ofMinutes(1));
    put("two", half, Condition.NONE);
    assertThat(workspace.resolve("two")).hasSize(QUOTA / 2);
  }

  @Test
  void a_workspace_that_is_moved_into_a_slot_and_back_meanwhile_gets_its_files()
      throws IOException {
    put("a", "one", Condition.NONE);
    places.openSlot("slot");
    InputStream claimed =
        new SequenceInputStream(
            stream("in the slot"),
            new AtItsEnd(
                () -> {
                  if (places.claim(project.id()).isEmpty()) {
                    assertThat(places.claim(project.id(), "slot", "container")).isTrue();
                  }
                }));
    changes.put(project, FilePath.parse("a"), Condition.NONE, claimed, -1);
    assertThat(data.slots().resolve("slot/project/a")).hasContent("in the slot");
    InputStream back =
        new SequenceInputStream(
            stream("back again"),
            new AtItsEnd(() -> assertThat(places.giveBack(project.id())).isTrue()));
    changes.put(project, FilePath.parse("a"), Condition.NONE, back, -1);
    assertThat(workspace.resolve("a")).hasContent("back again");
  }

  @Test
  void a_folder_that_is_filled_all_the_while_keeps_nobody_waiting() throws Exception {
    Files.createDirectories(workspace.resolve("f/deep"));
    AtomicBoolean stop = new AtomicBoolean();
    Thread filler = new Thread(() -> fill(workspace.resolve("f"), stop));
    filler.start();
    try {
      for (int i = 0; i < 20; i++) {
        tried(() -> changes.delete(project, FilePath.parse("f"), true, Condition.NONE));
      }
    } finally {
      stop.set(true);
      filler.join();
    }
    tried(() -> changes.delete(project, FilePath.parse("f"), true, Condition.NONE));
    assertThat(workspace).isEmptyDirectory();
  }

  private static void fill(Path folder, AtomicBoolean stop) {
    for (int i = 0; !stop.get(); i++) {
      try {
        Files.createDirectories(folder.resolve("deep"));
        Files.writeString(folder.resolve("deep/" + i % 50), "x");
      } catch (IOException e) {
        // Removed in this moment; made anew.
      }
    }
  }

  @Test
  void a_folder_is_made_once() throws IOException {
    assertThat(changes.putFolder(project, FilePath.parse("a/b/"), Condition.NONE).created())
        .isTrue();
    assertThat(changes.putFolder(project, FilePath.parse("a/b/"), Condition.NONE).created())
        .isFalse();
    assertThat(workspace.resolve("a/b")).isEmptyDirectory();
    put("file", "x", Condition.NONE);
    assertThat(refusal(() -> changes.putFolder(project, FilePath.parse("file"), Condition.NONE)))
        .isEqualTo(IN_THE_WAY);
  }

  @Test
  void a_file_a_link_and_a_fifo_are_removed_themselves() throws Exception {
    put("a", "x", Condition.NONE);
    Files.createSymbolicLink(workspace.resolve("link"), outside.resolve("secret"));
    sh("mkfifo pipe");
    for (String path : List.of("a", "link", "pipe")) {
      changes.delete(project, FilePath.parse(path), false, Condition.NONE);
    }
    assertThat(workspace).isEmptyDirectory();
    assertThat(outside.resolve("secret")).hasContent("canary");
    assertThat(refusal(() -> changes.delete(project, FilePath.parse("a"), false, Condition.NONE)))
        .isEqualTo(MISSING);
  }

  @Test
  void a_folder_goes_with_all_that_is_in_it_however_deep_and_only_when_meant() throws Exception {
    sh("d=f; for i in $(seq 300); do d=$d/d; done; mkdir -p $d; touch $d/x; mkfifo f/pipe");
    Files.createSymbolicLink(workspace.resolve("f/door"), outside);
    FilePath folder = FilePath.parse("f");
    assertThat(refusal(() -> changes.delete(project, folder, false, Condition.NONE)))
        .isEqualTo(IN_THE_WAY);
    changes.delete(project, folder, true, Condition.NONE);
    assertThat(workspace).isEmptyDirectory();
    assertThat(outside.resolve("secret")).hasContent("canary");
    put("a", "x", Condition.NONE);
    assertThat(refusal(() -> changes.delete(project, FilePath.parse("a"), true, Condition.NONE)))
        .isEqualTo(MISSING);
  }

  @Test
  void a_rename_makes_folders_and_overwrites_nothing_5() throws IOException {
    String etag = put("src/a", "a", Condition.NONE).etag();
    put("b", "b", Condition.NONE);
    assertThat(refusal(() -> move("src/a", "b"))).isEqualTo(IN_THE_WAY);
    assertThat(refusal(() -> move("none", "c"))).isEqualTo(MISSING);
    assertThat(move("src/a", "new/place/a").etag()).isEqualTo(etag);
    assertThat(workspace.resolve("new/place/a")).hasContent("a");
    assertThat(workspace.resolve("b")).hasContent("b");
    assertThat(move("new", "newer").etag()).isNull();
    assertThat(workspace.resolve("newer/place/a")).hasContent("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"src", "src/", "src/below", "src/deep/below"})
  void a_folder_is_not_moved_into_itself(String to) throws IOException {
    put("src/a", "a", Condition.NONE);
    assertThatThrownBy(() -> move("src", to)).isInstanceOf(InvalidInput.class);
    assertThat(workspace.resolve("src/a")).hasContent("a");
  }

  @Test
  void a_save_follows_where_nobody_is_there_8() throws IOException {
    put("a", "x", Condition.NONE);
    put("b", "x", Condition.NONE);
    List<Job> left = ledger.ports.jobs().active(project.id());
    assertThat(left).extracting(Job::kind).containsExactly(JobKind.PERSIST);
    assertThat(left.get(0).runAt()).isAfter(ledger.clock.instant());
  }

  @Test
  void who_is_there_saves_by_leaving_8() throws Exception {
    var session = ledger.ports.sessions().open(project.id(), MemoryLedger.ALICE, "main");
    put("a", "x", Condition.NONE);
    assertThat(ledger.ports.jobs().active(project.id())).isEmpty();
    ledger.ports.sessions().close(session.id());
    assertThat(ledger.ports.jobs().active(project.id())).hasSize(1);
  }

  @Test
  void nothing_is_changed_while_an_import_fills_the_workspace() {
    Project importing = ledger.aProject(new ImportProgress(ImportState.RUNNING, null, null));
    assertThat(
            refusal(
                () -> changes.put(importing, FilePath.parse("a"), Condition.NONE, stream("x"), 1)))
        .isEqualTo(IN_THE_WAY);
  }

  private interface Act {
    void run() throws IOException;
  }

  /** Nothing more comes, but something happens. */
  private static final class AtItsEnd extends InputStream {
    private final Act act;

    AtItsEnd(Act act) {
      this.act = act;
    }

    @Override
    public int read() throws IOException {
      act.run();
      return -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return read();
    }
  }

  private static FileRefused.Reason refusal(Act act) {
    return catchThrowableOfType(FileRefused.class, act::run).reason();
  }

  private static void tried(Act act) throws IOException {
    try {
      act.run();
    } catch (FileRefused e) {
      // What was done to it in this moment decides.
    }
  }

  private ChangeFiles.Done put(String path, String text, Condition condition) throws IOException {
    return changes.put(project, FilePath.parse(path), condition, stream(text), text.length());
  }

  private ChangeFiles.Done move(String path, String to) throws IOException {
    return changes.move(project, FilePath.parse(path), FilePath.parse(to), Condition.NONE);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private String etag(String path) throws IOException {
    try (ProjectFiles.Opened opened =
        files.open(project.id(), FilePath.parse(path)).orElseThrow()) {
      return opened.etag();
    }
  }

  private String rights(String path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(workspace.resolve(path), LinkOption.NOFOLLOW_LINKS));
  }

  private void sh(String script) throws Exception {
    Process process =
        new ProcessBuilder("bash", "-c", script).directory(workspace.toFile()).start();
    assertThat(process.waitFor()).isZero();
  }

  private void flip(AtomicBoolean stop) {
    Path d = workspace.resolve("d");
    Path aside = workspace.resolve("aside");
    while (!stop.get()) {
      try {
        Files.move(d, aside);
        Files.createSymbolicLink(d, outside);
        Files.delete(d);
        Files.move(aside, d);
      } catch (IOException e) {
        inOrder(d, aside);
      }
    }
  }

  /** A folder may have been made in between where there was none. */
  private static void inOrder(Path d, Path aside) {
    try {
      if (Files.isSymbolicLink(d)) {
        Files.delete(d);
      }
      if (Files.exists(aside) && Files.exists(d)) {
        Files.move(aside, aside.resolveSibling("aside-" + System.nanoTime()));
      }
    } catch (IOException e) {
      // The next turn tries again.
    }
  }
}
