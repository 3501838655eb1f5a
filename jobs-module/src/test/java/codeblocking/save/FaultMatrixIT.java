package codeblocking.save;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import codeblocking.credential.Credential;
import codeblocking.job.JobKind;
import codeblocking.project.Project;
import codeblocking.remote.Faults;
import codeblocking.remote.FaultyGitServer;
import codeblocking.remote.SlowestRemote;
import codeblocking.save.FaultRows.Row;
import codeblocking.save.FaultRows.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of a remote at every step of a save: the work is safe here at once, the failure is of
 * the right class and ends in time, and when the fault is gone, the same job brings all of it to
 * the remote, once.
 */
class FaultMatrixIT {
  private static final Duration IN_TIME = Duration.ofSeconds(20);

  @TempDir Path temp;
  HttpKit http;
  SaveKit kit;
  FaultyGitServer elsewhere;

  @BeforeEach
  void servers() throws Exception {
    http = new HttpKit(temp);
    kit = http.kit;
    elsewhere = FaultyGitServer.start();
    elsewhere.create("demo");
  }

  @AfterEach
  void stopServers() {
    http.close();
    elsewhere.close();
  }

  static Stream<Arguments> everyFaultAtEveryStep() {
    return FaultRows.all().stream()
        .flatMap(row -> row.steps().stream().map(step -> Arguments.of(row, step)));
  }

  @ParameterizedTest(name = "{0} at {1}")
  @MethodSource("everyFaultAtEveryStep")
  void nothing_is_lost_and_nothing_doubled(Row row, Step step) throws Exception {
    Project project = imported();
    if (step.ofManyRefs()) {
      http.manyRefs();
    }
    edit(project, step);
    TestWork work = TestWork.of(project, JobKind.PERSIST);
    http.slowest(row.slowest());
    row.fault().inflict(new FaultRows.Ground(http, elsewhere, work), step);

    long start = System.nanoTime();
    Throwable failure = catchThrowable(() -> kit.save(project, work));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IN_TIME);
    Save first = kit.saves.ofJob(work.job().id()).orElseThrow();
    row.outcome().check(failure, first);
    assertHere(project, first);

    heal();
    Save last = kit.save(project, work).save().orElseThrow();

    assertThat(last.state()).isEqualTo(SaveState.SAVED);
    assertArrivedOnce(project, work, last, row.outcome());
    assertTheCredentialStayedAtItsHost();
  }

  private Project imported() throws Exception {
    http.seed();
    http.credentials.put("127.0.0.1:" + http.server.port(), new Credential("ann", "s3cret"));
    http.faults().requireBasic("ann", "s3cret");
    return http.imported();
  }

  private void edit(Project project, Step step) throws Exception {
    kit.write(project, "a.txt", "a\n");
    kit.write(project, "b.txt", "of b, which is longer\n");
    if (step.behindAColleague()) {
      http.colleaguePushes("theirs.txt", "theirs\n");
    }
  }

  private void heal() {
    http.faults().heal().requireBasic("ann", "s3cret");
    http.server.comeBack();
    http.slowest(SlowestRemote.USUAL);
  }

  /** Whole, and kept from being tidied away until it is verified in the remote. */
  private void assertHere(Project project, Save save) throws Exception {
    Path store = kit.data.git(project.id().toString());
    assertThat(SaveKit.git(store, "show", save.tree() + ":a.txt")).isEqualTo("a");
    if (save.state() != SaveState.SAVED) {
      assertThat(SaveKit.git(store, "rev-parse", StoreRefs.pin(save.jobId())))
          .isEqualTo(save.commit());
    }
  }

  private void assertArrivedOnce(Project project, TestWork work, Save last, FaultOutcome outcome)
      throws Exception {
    assertThat(http.remoteGit("rev-parse", last.ref())).isEqualTo(last.commit());
    String trailers =
        http.remoteGit("log", "--all", "--format=%(trailers:key=Codeblocking-Job,valueonly)");
    assertThat(trailers.lines().filter(work.job().id().toString()::equals)).hasSize(1);
    assertThat(http.faults().pushes())
        .filteredOn(Faults.Pushed::applied)
        .allMatch(p -> p.fastForward());
    assertThat(http.remoteGit("show", last.ref() + ":b.txt")).isEqualTo("of b, which is longer");
    if (outcome == FaultOutcome.WITHOUT) {
      // It says so, and whoever asks for a save once more sends it anew.
      assertThat(last.skipped()).extracting(Skipped::path).containsExactly("a.txt");
      last = kit.save(project).save().orElseThrow();
    }
    assertThat(last.skipped()).isEmpty();
    assertThat(http.remoteGit("rev-parse", last.ref() + "^{tree}")).isEqualTo(last.tree());
    assertThat(http.remoteGit("fsck", "--no-progress", "--no-dangling")).isEmpty();
  }

  private void assertTheCredentialStayedAtItsHost() {
    assertThat(http.faults().authorizations())
        .isNotEmpty()
        .containsOnly(Faults.basicHeader("ann", "s3cret"));
    assertThat(elsewhere.requests()).isEmpty();
  }
}
