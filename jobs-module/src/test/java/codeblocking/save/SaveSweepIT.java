package codeblocking.save;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills a process that saves at each system call that changes something, or has the disk fail
 * there, and looks at what the next process makes of it. {@code -Dsave.sweep.step=1}: at all calls,
 * and not at every few.
 */
@SuppressWarnings("NullAway.Init")
class SaveSweepIT {
  private static final int STEP = Integer.getInteger("save.sweep.step", 12);
  private static final int KILLED = 128 + 9;

  /**
   * Where something was found once: between the two files of a pack, with a lock held, at the copy
   * of a large file.
   */
  private static final Pattern FOUND =
      Pattern.compile(
          "rename .*(incoming_\\d+\\.idx|\\.keep\\.lock)\".*"
              + "|write .*/staging/blob-.*"
              + "|fsync .*(objects/pack/pack-[^/]*\\.pack|hosted.*/main\\.lock)>.*");

  private static final int BATCH = 20;
  private static final int FEWEST = 200;

  /** What the system says, as a job or the ledger passes it on. */
  private static final String SAYS =
      "(?s)(RetryLater|UncheckedIOException: the ledger).*"
          + "(Input/output error|No space left on device).*";

  /** JGit does not pass on what the system says of a rename, but says what could not be done. */
  private static final String NOT_DONE =
      "(?s)RetryLater: .*(Could not rename|must be renamed|Could not delete"
          + "|or its disk failed|or the disk failed|Creating directory .* failed).*";

  private Path temp;
  private SweptProject project;

  @BeforeEach
  void aProjectWithWorkInIt() throws Exception {
    Path memory = Path.of("/dev/shm");
    temp =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "save-sweep-")
            : Files.createTempDirectory("save-sweep-");
    project = new SweptProject(temp);
  }

  @AfterEach
  void removeAll() throws IOException {
    try (Stream<Path> all = Files.walk(temp)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Test
  void a_process_killed_at_any_change_loses_nothing_and_doubles_nothing() throws Exception {
    Map<Path, String> dead = new LinkedHashMap<>();
    int killed = 0;
    for (SystemCalls.Call call : some(project.calls(), STEP)) {
      Path root = project.copy("killed-" + killed++);
      String what = "killed at " + call;
      assertThat(project.save(root, SystemCalls.killed(trace(), call))).as(what).isEqualTo(KILLED);
      project.lastGoodState(root, what);
      dead.put(root, what);
      if (dead.size() == BATCH) {
        again(dead);
      }
    }
    again(dead);
    System.out.printf("save sweep: killed at %d calls%n", killed);
    assertThat(killed).isGreaterThan(FEWEST / STEP);
  }

  @Test
  void a_write_that_fails_is_told_and_leaves_the_last_good_state() throws Exception {
    failing("failing", call -> SystemCalls.failing(trace(), call, "EIO"));
  }

  @Test
  void a_full_disk_is_told_and_leaves_the_last_good_state() throws Exception {
    failing("full", call -> SystemCalls.full(trace(), call));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 64})
  void a_disk_that_is_really_full_is_told_and_a_save_succeeds_when_there_is_room(int kilobytes)
      throws Exception {
    Path after = project.saveWhereRoomIsLeft(kilobytes);

    assertThat(SweptProject.told(after)).contains("No space left on device");
    project.verify(after, kilobytes + " kB");
    project.remove(after);
  }

  private void failing(String how, Function<SystemCalls.Call, List<String>> strace)
      throws Exception {
    List<SystemCalls.Call> calls = project.calls();
    calls.removeIf(call -> !call.writes() || call.arguments().contains("/saves"));
    Map<Path, String> failed = new LinkedHashMap<>();
    int told = 0;
    int tried = 0;
    for (SystemCalls.Call call : some(calls, STEP)) {
      Path root = project.copy(how + "-" + tried++);
      String what = how + " at " + call;
      assertThat(project.save(root, strace.apply(call))).as(what).isZero();
      assertThat(Files.readString(trace())).as(what).contains("(INJECTED)");
      // What comes after a save may fail: the next one tries again.
      if (!SweptProject.told(root).equals(SaveOnce.SAVED)) {
        boolean words = call.name().contains("write") || call.name().contains("sync");
        assertThat(SweptProject.told(root)).as(what).matches(words ? SAYS : SAYS + "|" + NOT_DONE);
        told++;
      }
      project.lastGoodState(root, what);
      failed.put(root, what);
      if (failed.size() == BATCH) {
        again(failed);
      }
    }
    again(failed);
    System.out.printf("save sweep: %s at %d calls, told of at %d%n", how, tried, told);
    assertThat(told).isGreaterThan(tried / 3);
  }

  /** The same job comes again, to a process that knows nothing of the one before. */
  private void again(Map<Path, String> roots) throws Exception {
    project.again(roots.keySet());
    List<Path> content = new ArrayList<>();
    for (Map.Entry<Path, String> each : roots.entrySet()) {
      assertThat(SweptProject.told(each.getKey())).as(each.getValue()).isEqualTo(SaveOnce.SAVED);
      if (project.broughtNoCommits(each.getKey())) {
        content.add(each.getKey());
      }
    }
    project.next(content);
    for (Map.Entry<Path, String> each : roots.entrySet()) {
      project.verify(each.getKey(), each.getValue());
      project.remove(each.getKey());
    }
    roots.clear();
  }

  private Path trace() {
    return temp.resolve("trace");
  }

  private static List<SystemCalls.Call> some(List<SystemCalls.Call> calls, int step) {
    List<SystemCalls.Call> some = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      if (i % step == 0 || FOUND.matcher(calls.get(i).toString()).find()) {
        some.add(calls.get(i));
      }
    }
    return some;
  }
}
