package codeblocking.prewarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.container.ContainerRecord;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.FakeContainers;
import codeblocking.job.Handler.Success;
import codeblocking.job.JobKind;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.ledger.MemoryLedger;
import codeblocking.pool.FakeSpares;
import codeblocking.pool.Pool;
import codeblocking.project.Project;
import codeblocking.settings.EnvironmentSettings;
import codeblocking.terminal.Terminals;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One container for a project however often it is asked for, its shell open already. */
@SuppressWarnings("NullAway.Init")
class PrewarmTest {
  private static final EnvironmentSettings BASE =
      new EnvironmentSettings("base", "image", 64 << 20, 1, 64, 0);

  @TempDir Path directory;
  private MemoryLedger ledger;
  private FakeContainers containers;
  private Terminals terminals;
  private Pool pool;

  @BeforeEach
  void open() {
    ledger = new MemoryLedger();
    containers = new FakeContainers(directory, ledger.clock);
    terminals = new Terminals(containers, Runnable::run, work -> {});
    pool = pool(0);
  }

  @AfterEach
  void close() {
    terminals.close();
    ledger.close();
  }

  private Pool pool(int size) {
    EnvironmentSettings settings = new EnvironmentSettings("base", "image", 64 << 20, 1, 64, size);
    Pool made =
        new Pool(
            new FakeSpares(containers), List.of(settings), ledger.clock, Runnable::run, () -> 0.5);
    made.open();
    return made;
  }

  @Test
  void a_container_from_the_pool_is_taken_first_and_counts_as_warm() throws Exception {
    Project project = ledger.aProject(null);
    pool = pool(1);

    assertThat(prewarm(project, Map.of("base", BASE)).message()).contains("from the pool");

    ContainerRecord record = ledger.ports.containers().find(project.id()).orElseThrow();
    assertThat(record.warm()).isTrue();
    assertThat(containers.terminals(record.id())).hasSize(1);
    assertThat(pool.status().get(0).hits()).isEqualTo(1);
  }

  private Success prewarm(Project project, Map<String, EnvironmentSettings> environments)
      throws Exception {
    return new Prewarm(
            ledger.ports.projects(),
            new Prewarm.Engine(containers, pool, terminals),
            ledger.ports.containers(),
            environments,
            ledger.clock)
        .handle(ledger.claimed(JobKind.PREWARM, project));
  }

  @Test
  void the_container_runs_with_its_main_shell_open_and_is_on_record() throws Exception {
    Project project = ledger.aProject(null);
    prewarm(project, Map.of("base", BASE));
    ContainerRecord record = ledger.ports.containers().find(project.id()).orElseThrow();
    assertThat(containers.find(project.id()).orElseThrow().running()).isTrue();
    assertThat(containers.terminals(record.id())).hasSize(1);
  }

  @Test
  void done_again_it_finds_what_is_there() throws Exception {
    Project project = ledger.aProject(null);
    var work = ledger.claimed(JobKind.PREWARM, project);
    Prewarm prewarm =
        new Prewarm(
            ledger.ports.projects(),
            new Prewarm.Engine(containers, pool, terminals),
            ledger.ports.containers(),
            Map.of("base", BASE),
            ledger.clock);
    prewarm.handle(work);
    assertThat(prewarm.handle(work).outcome()).isEqualTo("ADOPTED");
    assertThat(containers.list().containers()).hasSize(1);
  }

  @Test
  void an_engine_that_is_away_is_asked_again_later() {
    Project project = ledger.aProject(null);
    containers.outage(new EngineUnavailable("the engine is down", null, false));
    assertThatThrownBy(() -> prewarm(project, Map.of("base", BASE)))
        .isInstanceOf(RetryLater.class)
        .hasMessageContaining("the engine is down");
  }

  @Test
  void an_image_that_is_missing_needs_a_person() {
    Project project = ledger.aProject(null);
    containers.outage(new EngineUnavailable("no such image", null, true));
    assertThatThrownBy(() -> prewarm(project, Map.of("base", BASE)))
        .isInstanceOf(NeedsPerson.class);
  }

  @Test
  void an_environment_that_is_no_longer_configured_names_those_that_are() {
    Project project = ledger.aProject(null);
    assertThatThrownBy(() -> prewarm(project, Map.of("node", BASE)))
        .isInstanceOf(NeedsPerson.class)
        .hasMessageContaining("node");
  }
}
