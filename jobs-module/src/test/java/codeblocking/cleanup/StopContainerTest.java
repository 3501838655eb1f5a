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
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.ledger.MemoryLedger;
import codeblocking.project.ImportProgress;
import codeblocking.project.ImportState;
import codeblocking.project.Project;
import codeblocking.save.Safety;
import codeblocking.save.Saving;
import codeblocking.settings.EnvironmentSettings;
import codeblocking.terminal.Terminals;
import java.nio.file.Path;
import java.time.Duration;
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
            new PausedSave(saving, ledger.ports.jobs()),
            ledger.ports.jobs());
    stop =
        new StopContainer(
            ledger.ports.projects(),
            gate,
            new ReprievesKit(ledger).of(gate, Duration.ZERO, Duration.ZERO));
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
  void content_that_differs_is_saved_in_the_same_pause() throws Exception {
    Project project = running();
    saving.safety = Safety.UNSAVED;
    saving.whileSaving = () -> assertThat(paused(project)).isTrue();
    stop.handle(stopJob(project, "grace"));
    assertThat(saving.saves).hasSize(1);
    assertThat(containers.find(project.id())).isEmpty();
    assertThat(containers.calls()).noneMatch(call -> call.startsWith("resume"));
  }

  private boolean paused(Project project) {
    try {
      return containers.find(project.id()).orElseThrow().paused();
    } catch (EngineUnavailable e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void while_the_remote_is_waited_for_it_stays_paused() throws Exception {
    Project project = running();
    away();
    Work work = stopJob(project, "grace");
    assertThatThrownBy(() -> stop.handle(work))
        .isInstanceOf(RetryLater.class)
        .hasMessageContaining("503");
    assertThat(paused(project)).isTrue();
    saving.outage = null;
    saving.afterSave = Safety.VERIFIED;
    stop.handle(ledger.againAfterFailure(work));
    assertThat(containers.find(project.id())).isEmpty();
    assertThat(saving.saves).extracting(Saving.Cause::job).containsOnly(work.job().id());
  }

  private void away() {
    saving.safety = Safety.UNSAVED;
    saving.afterSave = Safety.DURABLE;
    saving.outage = new RetryLater("the remote answered 503", null);
  }

  @Test
  void a_remote_that_stays_away_lets_it_stop_on_what_is_safe_here_and_says_so() throws Exception {
    Project project = running();
    away();
    Work work = stopJob(project, "grace");
    for (int attempt = 1; attempt < StopRule.TRIES; attempt++) {
      work = ledger.againAfterFailure(work);
    }
    assertThat(stop.handle(work).message())
        .contains("its work is safe here", "its directory stays", "503");
    assertThat(containers.find(project.id())).isEmpty();
    assertThat(pushesLeft(project)).isEqualTo(1);
  }

  private long pushesLeft(Project project) {
    return ledger.ports.jobs().active(project.id()).stream()
        .filter(job -> job.kind() == JobKind.PERSIST)
        .count();
  }

  @Test
  void a_remote_that_refuses_lets_it_stop_at_once_and_says_why() throws Exception {
    Project project = running();
    saving.safety = Safety.UNSAVED;
    saving.afterSave = Safety.DURABLE;
    saving.refusal = new NeedsPerson("the credential was refused", null);
    assertThat(stop.handle(stopJob(project, "zombie")).message())
        .contains("safe here", "the credential was refused");
    assertThat(containers.find(project.id())).isEmpty();
    assertThat(pushesLeft(project)).isEqualTo(1);
  }

  @Test
  void what_was_written_after_this_jobs_save_is_left_to_another_and_it_stays_paused()
      throws Exception {
    Project project = running();
    saving.safety = Safety.UNSAVED;
    saving.afterSave = Safety.UNSAVED;
    Work work = stopJob(project, "grace");
    assertThatThrownBy(() -> stop.handle(work)).isInstanceOf(RetryLater.class);
    assertThat(paused(project)).isTrue();
    assertThat(pushesLeft(project)).isEqualTo(1);
  }

  @Test
  void somebody_who_comes_back_while_the_remote_is_waited_for_finds_it_running() throws Exception {
    Project project = running();
    away();
    Work work = stopJob(project, "grace");
    saving.whileSaving = () -> ledger.ports.sessions().open(project.id(), ALICE, "main");
    assertThat(stop.handle(work).outcome()).isEqualTo("NOOP");
    assertThat(paused(project)).isFalse();
  }

  @Test
  void a_container_that_is_resumed_after_the_comparison_is_compared_again() throws Exception {
    Project project = running();
    int[] comparisons = {0};
    saving.whileComparing =
        () -> {
          if (comparisons[0]++ == 0) {
            resume(project);
          }
        };
    stop.handle(stopJob(project, "asked"));
    assertThat(comparisons[0]).isEqualTo(2);
    assertThat(containers.find(project.id())).isEmpty();
  }

  private void resume(Project project) {
    try {
      containers.resume(project.id());
    } catch (EngineUnavailable e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_is_only_durable_here_is_enough_where_the_user_asked() throws Exception {
    Project project = running();
    saving.safety = Safety.DURABLE;
    stop.handle(stopJob(project, "asked"));
    assertThat(containers.find(project.id())).isEmpty();
    assertThat(saving.saves).isEmpty();
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
    assertThat(stop.handle(stopJob(project, "asked")).outcome()).isEqualTo("NOOP");
    assertThat(saving.saves).hasSize(1);
  }
}
