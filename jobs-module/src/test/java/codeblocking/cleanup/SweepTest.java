package codeblocking.cleanup;

import static codeblocking.ledger.MemoryLedger.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.container.ContainerId;
import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRequest;
import codeblocking.container.ContainerState;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.FakeContainers;
import codeblocking.container.LiveContainer;
import codeblocking.job.Job;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.ledger.MemoryLedger;
import codeblocking.project.Project;
import codeblocking.save.Save;
import codeblocking.save.SaveState;
import codeblocking.save.SaveTrigger;
import codeblocking.settings.EnvironmentSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows and engine are reconciled both ways; in doubt nothing is done (S10). */
@SuppressWarnings("NullAway.Init")
class SweepTest {
  private static final EnvironmentSettings BASE =
      new EnvironmentSettings("base", "image", 64 << 20, 1, 64, 0);
  private static final Duration AGE = Duration.ofMinutes(5);

  @TempDir Path directory;
  private MemoryLedger ledger;
  private FakeContainers containers;
  private Sweep sweep;

  @BeforeEach
  void open() {
    ledger = new MemoryLedger();
    containers = new FakeContainers(directory, ledger.clock);
    sweep =
        new Sweep(
            ledger.ports.projects(),
            containers,
            ledger.ports.containers(),
            new Sweep.Activity(ledger.ports.sessions(), ledger.ports.jobs(), ledger.ports.saves()),
            new ZombieRule(AGE, Duration.ZERO),
            ledger.clock);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Project running() throws Exception {
    Project project = ledger.aProject(null);
    record(project, containers.start(new ContainerRequest(project.id(), ALICE, BASE)).id());
    return project;
  }

  private void record(Project project, ContainerId id) {
    ledger
        .ports
        .containers()
        .put(
            new ContainerRecord(
                project.id(),
                ALICE,
                id,
                "cb-" + project.id(),
                "image",
                "base",
                ContainerState.RUNNING,
                false,
                ledger.clock.instant(),
                1,
                ledger.clock.instant(),
                null));
  }

  private void sweep() throws Exception {
    sweep.handle(
        ledger.claimed(new JobRequest(JobKind.SWEEP, null, null, Duration.ZERO, Map.of())));
  }

  private List<Job> left(Project project) {
    return ledger.ports.jobs().active(project.id());
  }

  @Test
  void a_zombie_is_saved_and_not_stopped_by_the_sweep_itself() throws Exception {
    Project project = running();
    ledger.clock.advance(AGE);
    assertThat(sweep.needed()).isTrue();
    sweep();
    assertThat(left(project))
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.kind()).isEqualTo(JobKind.PERSIST);
              assertThat(job.payload()).containsEntry("trigger", "zombie");
            });
    assertThat(containers.find(project.id())).isPresent();
  }

  @Test
  void a_container_that_somebody_uses_is_left_alone() throws Exception {
    Project project = running();
    ledger.ports.sessions().open(project.id(), ALICE, "main");
    ledger.clock.advance(AGE.multipliedBy(10));
    assertThat(sweep.needed()).isFalse();
  }

  @Test
  void the_age_counts_from_the_end_of_the_last_session() throws Exception {
    Project project = running();
    var session = ledger.ports.sessions().open(project.id(), ALICE, "main");
    ledger.clock.advance(AGE.multipliedBy(10));
    ledger.ports.sessions().close(session.id());
    assertThat(sweep.needed()).isFalse();
  }

  @Test
  void an_incomplete_list_sweeps_nothing() throws Exception {
    Project project = running();
    ledger.clock.advance(AGE);
    containers.outage(new EngineUnavailable("down", null, false));
    sweep();
    assertThat(left(project)).isEmpty();
    assertThat(ledger.ports.containers().find(project.id())).isPresent();
  }

  @Test
  void a_row_without_a_container_is_forgotten_and_its_work_saved() throws Exception {
    Project project = ledger.aProject(null);
    record(project, new ContainerId("gone"));
    sweep();
    assertThat(ledger.ports.containers().find(project.id())).isEmpty();
    assertThat(left(project)).extracting(Job::kind).containsExactly(JobKind.PERSIST);
  }

  @Test
  void a_live_container_without_a_row_is_adopted() throws Exception {
    Project project = ledger.aProject(null);
    LiveContainer live = containers.start(new ContainerRequest(project.id(), ALICE, BASE));
    sweep();
    assertThat(ledger.ports.containers().find(project.id()).orElseThrow().id())
        .isEqualTo(live.id());
  }

  @Test
  void a_project_whose_save_is_stuck_is_stopped_without_asking_for_it_again() throws Exception {
    Project project = running();
    ledger.ports.saves().put(blockedSave(project));
    ledger.clock.advance(AGE);
    sweep();
    assertThat(left(project))
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.kind()).isEqualTo(JobKind.STOP);
              assertThat(job.payload()).containsEntry("reason", "blocked");
            });
  }

  private Save blockedSave(Project project) {
    return new Save(
        UUID.randomUUID(),
        project.id(),
        JobId.random(),
        "c".repeat(40),
        "a".repeat(40),
        "",
        "refs/heads/main",
        ledger.clock.instant(),
        SaveTrigger.DISCONNECT,
        SaveState.BLOCKED,
        "401",
        1,
        List.of());
  }

  @Test
  void a_helper_that_was_forgotten_is_removed_and_a_young_one_is_not() throws Exception {
    containers.helper("fill");
    assertThat(sweep.needed()).isFalse();
    ledger.clock.advance(Duration.ofHours(1));
    sweep();
    assertThat(containers.list().containers()).isEmpty();
  }

  @Test
  void a_container_of_an_unknown_project_is_left_alone() throws Exception {
    containers.start(new ContainerRequest(codeblocking.project.ProjectId.random(), ALICE, BASE));
    ledger.clock.advance(AGE.multipliedBy(10));
    assertThat(sweep.needed()).isFalse();
  }
}
