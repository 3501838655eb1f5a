package codeblocking.cleanup;

import static codeblocking.ledger.MemoryLedger.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRequest;
import codeblocking.container.ContainerState;
import codeblocking.container.FakeContainers;
import codeblocking.container.LiveContainer;
import codeblocking.event.Event;
import codeblocking.job.Handler.Success;
import codeblocking.job.Job;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.JobState;
import codeblocking.job.Work;
import codeblocking.ledger.MemoryLedger;
import codeblocking.project.Project;
import codeblocking.save.Safety;
import codeblocking.session.Session;
import codeblocking.settings.EnvironmentSettings;
import codeblocking.terminal.Terminals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes instead of a stop: frozen, kept by work, or let go for idleness. */
@SuppressWarnings("NullAway.Init")
class ReprieveTest {
  private static final EnvironmentSettings BASE =
      new EnvironmentSettings("base", "image", 64 << 20, 1, 64, 0);
  private static final Duration FREEZE = Duration.ofMinutes(10);
  private static final Duration KEEPALIVE = Duration.ofMinutes(3);

  @TempDir Path directory;
  private final ScriptedSaving saving = new ScriptedSaving();
  private MemoryLedger ledger;
  private FakeContainers containers;
  private Terminals terminals;
  private ReprievesKit kit;
  private StopContainer freezing;
  private StopContainer keeping;

  @BeforeEach
  void open() {
    ledger = new MemoryLedger();
    containers = new FakeContainers(directory, ledger.clock);
    terminals = new Terminals(containers, Runnable::run, work -> {});
    kit = new ReprievesKit(ledger);
    StopGate gate =
        new StopGate(
            new StopGate.Engine(containers, ledger.ports.containers(), terminals),
            ledger.ports.sessions(),
            new PausedSave(saving, ledger.ports.jobs()),
            ledger.ports.jobs());
    freezing =
        new StopContainer(ledger.ports.projects(), gate, kit.of(gate, FREEZE, Duration.ZERO));
    keeping = new StopContainer(ledger.ports.projects(), gate, kit.of(gate, FREEZE, KEEPALIVE));
  }

  @AfterEach
  void close() {
    terminals.close();
    ledger.close();
  }

  private Project running() throws Exception {
    Project project = ledger.aProject(null);
    LiveContainer live = containers.start(new ContainerRequest(project.id(), ALICE, BASE));
    terminals.prepare(project.id(), live.id());
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

  private Success stop(StopContainer stop, Project project, String reason) throws Exception {
    Work work =
        ledger.claimed(JobRequest.of(JobKind.STOP, project.id(), null).with("reason", reason));
    Success success = stop.handle(work);
    ledger.ended(work, success);
    return success;
  }

  private ContainerState state(Project project) {
    return ledger.ports.containers().find(project.id()).orElseThrow().state();
  }

  private List<Job> stops(Project project) {
    return ledger.ports.jobs().active(project.id()).stream()
        .filter(job -> job.kind() == JobKind.STOP)
        .filter(job -> job.state() == JobState.SCHEDULED || job.state() == JobState.READY)
        .toList();
  }

  @Test
  void a_saved_container_is_frozen_with_its_terminals_and_a_stop_waits_for_its_time()
      throws Exception {
    Project project = running();
    stop(freezing, project, "grace");
    assertThat(state(project)).isEqualTo(ContainerState.FROZEN);
    LiveContainer live = containers.find(project.id()).orElseThrow();
    assertThat(live.paused()).isTrue();
    assertThat(containers.terminals(live.id())).singleElement().matches(one -> !one.closed());
    assertThat(stops(project))
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.payload()).containsEntry("reason", "frozen");
              assertThat(job.runAt()).isEqualTo(ledger.clock.instant().plus(FREEZE));
            });
  }

  @Test
  void at_the_end_of_its_time_it_is_stopped_without_being_resumed() throws Exception {
    Project project = running();
    stop(freezing, project, "grace");
    assertThat(stop(freezing, project, "frozen").message()).contains("nobody came back");
    assertThat(containers.find(project.id())).isEmpty();
    assertThat(containers.calls()).noneMatch(call -> call.startsWith("resume"));
  }

  @Test
  void what_is_not_in_the_remote_is_saved_before_it_is_frozen() throws Exception {
    Project project = running();
    saving.safety = Safety.UNSAVED;
    stop(freezing, project, "grace");
    assertThat(saving.saves).hasSize(1);
    assertThat(state(project)).isEqualTo(ContainerState.FROZEN);
  }

  @Test
  void a_client_that_comes_back_takes_the_stop_back() throws Exception {
    Project project = running();
    stop(freezing, project, "grace");
    ledger.ports.sessions().open(project.id(), ALICE, "main");
    assertThat(stops(project)).isEmpty();
    assertThat(ledger.ports.containers().thaw(project.id())).isTrue();
    assertThat(state(project)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void where_memory_is_short_the_one_frozen_first_is_stopped() throws Exception {
    kit.meters.memoryBytes = ReprievesKit.HOST_MEMORY / 8;
    Project first = running();
    stop(freezing, first, "grace");
    ledger.clock.advance(Duration.ofSeconds(1));
    Project second = running();
    stop(freezing, second, "grace");
    ledger.clock.advance(Duration.ofSeconds(1));
    Project third = running();
    stop(freezing, third, "grace");
    assertThat(stops(first))
        .singleElement()
        .satisfies(job -> assertThat(job.payload()).containsEntry("reason", "room"));
    assertThat(stops(second))
        .singleElement()
        .satisfies(job -> assertThat(job.payload()).containsEntry("reason", "frozen"));
    assertThat(state(third)).isEqualTo(ContainerState.FROZEN);
  }

  @Test
  void what_alone_is_more_than_the_share_is_stopped() throws Exception {
    kit.meters.memoryBytes = ReprievesKit.HOST_MEMORY;
    Project project = running();
    stop(freezing, project, "grace");
    assertThat(containers.find(project.id())).isEmpty();
  }

  /** A client that has gone, and ten seconds of work since. */
  private void works(Project project) {
    Session client = ledger.ports.sessions().open(project.id(), ALICE, "main");
    ledger.ports.sessions().close(client.id());
    kit.activity.look();
    ledger.clock.advance(Duration.ofSeconds(10));
    kit.meters.cpuNanos += Duration.ofSeconds(5).toNanos();
  }

  @Test
  void work_that_goes_on_keeps_it_and_says_so() throws Exception {
    Project project = running();
    works(project);
    assertThat(stop(keeping, project, "grace").message()).contains("work goes on inside");
    assertThat(state(project)).isEqualTo(ContainerState.RUNNING);
    assertThat(containers.find(project.id()).orElseThrow().paused()).isFalse();
    assertThat(ledger.ports.containers().find(project.id()).orElseThrow().keptBecause())
        .contains("no longer than until");
    assertThat(stops(project)).hasSize(1);
  }

  @Test
  void work_in_a_container_younger_than_the_first_look_keeps_it() throws Exception {
    Project project = running();
    assertThat(stop(keeping, project, "grace").message()).contains("is being measured");
    assertThat(stops(project)).hasSize(1);
    ledger.clock.advance(Duration.ofSeconds(2));
    kit.meters.cpuNanos += Duration.ofSeconds(2).toNanos();
    assertThat(stop(keeping, project, "grace").message()).contains("work goes on inside");
    assertThat(state(project)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void when_the_work_has_ended_it_is_frozen() throws Exception {
    Project project = running();
    works(project);
    stop(keeping, project, "grace");
    ledger.clock.advance(Duration.ofSeconds(31));
    stop(keeping, project, "grace");
    assertThat(state(project)).isEqualTo(ContainerState.FROZEN);
  }

  @Test
  void no_work_keeps_it_longer_than_was_configured() throws Exception {
    Project project = running();
    works(project);
    stop(keeping, project, "grace");
    ledger.clock.advance(KEEPALIVE);
    kit.meters.cpuNanos += Duration.ofHours(1).toNanos();
    stop(keeping, project, "grace");
    assertThat(state(project)).isEqualTo(ContainerState.FROZEN);
  }

  private List<Event> notices(Project project) {
    return ledger.ports.events().after(0, project.id(), 10_000).stream()
        .filter(event -> event.type().equals("notice"))
        .toList();
  }

  private void idleFor(Duration time) {
    kit.idle.look();
    ledger.clock.advance(time);
    kit.idle.look();
  }

  @Test
  void an_idle_client_is_told_once_and_then_let_go() throws Exception {
    Project project = running();
    ledger.ports.sessions().open(project.id(), ALICE, "main");
    idleFor(ReprievesKit.IDLE.minusMinutes(4));
    kit.idle.look();
    assertThat(notices(project))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.data())
                  .containsEntry("kind", "idle")
                  .containsEntry("action", "keep");
              assertThat(event.owner()).isEqualTo(ALICE);
            });
    assertThat(stops(project)).isEmpty();
    ledger.clock.advance(Duration.ofMinutes(4));
    kit.idle.look();
    assertThat(stops(project))
        .singleElement()
        .satisfies(job -> assertThat(job.payload()).containsEntry("reason", "idle"));
    assertThat(stop(freezing, project, "idle").message()).contains("done nothing for long");
    assertThat(containers.find(project.id())).isEmpty();
  }

  @Test
  void who_keeps_it_is_not_let_go() throws Exception {
    Project project = running();
    ledger.ports.sessions().open(project.id(), ALICE, "main");
    idleFor(ReprievesKit.IDLE);
    kit.idle.keep(project.id(), ALICE);
    assertThat(stops(project)).isEmpty();
    assertThat(stop(freezing, project, "idle").outcome()).isEqualTo("NOOP");
    assertThat(state(project)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void who_types_at_the_last_moment_is_not_let_go() throws Exception {
    Project project = running();
    ledger.ports.sessions().open(project.id(), ALICE, "main");
    idleFor(ReprievesKit.IDLE);
    kit.meters.typed++;
    assertThat(stop(freezing, project, "idle").message()).contains("somebody uses it again");
    assertThat(containers.find(project.id())).isPresent();
  }

  @Test
  void a_workspace_without_clients_is_nobodys_to_be_told() throws Exception {
    Project project = running();
    idleFor(ReprievesKit.IDLE);
    assertThat(notices(project)).isEmpty();
    assertThat(stops(project)).isEmpty();
  }
}
