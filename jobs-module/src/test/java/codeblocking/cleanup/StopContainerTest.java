package codeblocking.cleanup;

import static codeblocking.ledger.MemoryLedger.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRequest;
import codeblocking.container.ContainerState;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.FakeContainers;
import codeblocking.container.LiveContainer;
import codeblocking.job.Job;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.ledger.MemoryLedger;
import codeblocking.project.ImportProgress;
import codeblocking.project.ImportState;
import codeblocking.project.Project;
import codeblocking.save.Safety;
import codeblocking.settings.EnvironmentSettings;
import codeblocking.terminal.Terminals;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S2: a container ends only when its content is safe, and gives way to whoever comes back. */
@SuppressWarnings("NullAway.Init")
class StopContainerTest {
  private static final EnvironmentSettings BASE =
      new EnvironmentSettings("base", "image", 64 << 20, 1, 64, 0);

  @TempDir Path directory;
  private final ScriptedSaving saving = new ScriptedSaving();
  private MemoryLedger ledger;
  private FakeContainers containers;
  private Terminals terminals;
  private StopContainer stop;

  @BeforeEach
  void open() {
    ledger = new MemoryLedger();
    containers = new FakeContainers(directory, ledger.clock);
    terminals = new Terminals(containers, Runnable::run, work -> {});
    StopGate gate =
        new StopGate(
            new StopGate.Engine(containers, ledger.ports.containers(), terminals),
            ledger.ports.sessions(),
            saving,
            ledger.ports.jobs());
    stop = new StopContainer(ledger.ports.projects(), gate);
  }

  @AfterEach
  void close() {
    terminals.close();
    ledger.close();
  }

  private Project running() throws Exception {
    return running(null);
  }

  private Project running(@Nullable ImportProgress imported) throws Exception {
    Project project = ledger.aProject(imported);
    LiveContainer live = containers.start(new ContainerRequest(project.id(), ALICE, BASE));
    ledger
        .ports
        .containers()
        .put(
            new ContainerRecord(
                project.id(),
                ALICE,
                live.id(),
                live.name(),
                live.image(),
                "base",
                ContainerState.RUNNING,
                false,
                live.startedAt(),
                1,
                ledger.clock.instant(),
                null));
    return project;
  }

  private Work stopJob(Project project, String reason) {
    return ledger.claimed(JobRequest.of(JobKind.STOP, project.id(), null).with("reason", reason));
  }

  @Test
  void content_that_is_verified_lets_the_container_go() throws Exception {
    Project project = running();
    stop.handle(stopJob(project, "grace"));
    assertThat(containers.find(project.id())).isEmpty();
    assertThat(ledger.ports.containers().find(project.id())).isEmpty();
  }

  @Test
  void it_is_killed_while_paused_and_never_resumed_on_the_way() throws Exception {
    Project project = running();
    stop.handle(stopJob(project, "grace"));
    assertThat(containers.calls()).noneMatch(call -> call.startsWith("resume"));
    assertThat(containers.calls()).anyMatch(call -> call.startsWith("pause"));
  }

  @Test
  void content_that_differs_is_saved_first_and_the_container_stays_running() throws Exception {
    Project project = running();
    saving.safety = Safety.UNSAVED;
    Work work = stopJob(project, "grace");
    assertThatThrownBy(() -> stop.handle(work)).isInstanceOf(RetryLater.class);
    assertThat(containers.find(project.id()).orElseThrow().paused()).isFalse();
    assertThat(ledger.ports.jobs().active(project.id()))
        .extracting(Job::kind)
        .contains(JobKind.PERSIST);
  }

  @Test
  void what_is_only_durable_here_is_not_enough_unless_the_user_asked() throws Exception {
    Project project = running();
    saving.safety = Safety.DURABLE;
    Work grace = stopJob(project, "grace");
    assertThatThrownBy(() -> stop.handle(grace)).isInstanceOf(RetryLater.class);
    assertThat(containers.find(project.id())).isPresent();
    Project other = running();
    stop.handle(stopJob(other, "asked"));
    assertThat(containers.find(other.id())).isEmpty();
  }

  @Test
  void somebody_who_came_back_keeps_the_container() throws Exception {
    Project project = running();
    Work work = stopJob(project, "grace");
    ledger.ports.sessions().open(project.id(), ALICE, "main");
    assertThat(stop.handle(work).outcome()).isEqualTo("NOOP");
    assertThat(containers.find(project.id())).isPresent();
  }

  @Test
  void somebody_who_comes_back_while_it_is_compared_finds_it_running() throws Exception {
    Project project = running();
    Work work = stopJob(project, "grace");
    saving.whileComparing = () -> ledger.ports.sessions().open(project.id(), ALICE, "main");
    assertThat(stop.handle(work).outcome()).isEqualTo("NOOP");
    assertThat(containers.find(project.id()).orElseThrow().paused()).isFalse();
    assertThat(ledger.ports.containers().find(project.id()).orElseThrow().state())
        .isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void an_import_that_has_not_finished_is_not_compared_and_its_directory_stays() throws Exception {
    Project project = running(new ImportProgress(ImportState.FAILED, null, "404"));
    saving.safety = Safety.UNSAVED;
    stop.handle(stopJob(project, "zombie"));
    assertThat(containers.find(project.id())).isEmpty();
    assertThat(saving.saves).isEmpty();
  }

  @Test
  void an_engine_that_is_away_changes_nothing() throws Exception {
    Project project = running();
    Work work = stopJob(project, "grace");
    containers.outage(new EngineUnavailable("the engine is down", null, false));
    assertThatThrownBy(() -> stop.handle(work))
        .isInstanceOf(RetryLater.class)
        .hasMessageContaining("the engine is down");
    assertThat(ledger.ports.containers().find(project.id())).isPresent();
  }

  @Test
  void a_workspace_without_a_container_is_still_saved_before_its_stop_counts_as_done()
      throws Exception {
    Project project = ledger.aProject(null);
    saving.safety = Safety.UNSAVED;
    Work work = stopJob(project, "asked");
    assertThatThrownBy(() -> stop.handle(work)).isInstanceOf(RetryLater.class);
    saving.safety = Safety.VERIFIED;
    assertThat(stop.handle(work).outcome()).isEqualTo("NOOP");
  }

  @Test
  void what_writes_without_end_is_saved_while_it_is_paused() throws Exception {
    Project project = running();
    saving.safety = Safety.UNSAVED;
    JobRequest request = JobRequest.of(JobKind.STOP, project.id(), null).with("reason", "grace");
    Work work = ledger.claimed(request);
    for (int attempt = 1; attempt < 3; attempt++) {
      work = ledger.againAfterFailure(work);
    }
    stop.handle(work);
    assertThat(saving.saves).hasSize(1);
    assertThat(containers.find(project.id())).isEmpty();
  }
}
