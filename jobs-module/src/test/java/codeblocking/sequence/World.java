package codeblocking.sequence;

import static codeblocking.ledger.MemoryLedger.ALICE;

import codeblocking.activity.Activity;
import codeblocking.activity.IdleClients;
import codeblocking.activity.IdleRule;
import codeblocking.activity.KeepaliveRule;
import codeblocking.activity.Meters;
import codeblocking.activity.Traffic;
import codeblocking.cleanup.FreezeContainer;
import codeblocking.cleanup.FreezeRule;
import codeblocking.cleanup.GraceAfterSave;
import codeblocking.cleanup.KeepWorking;
import codeblocking.cleanup.PausedSave;
import codeblocking.cleanup.StopContainer;
import codeblocking.cleanup.StopGate;
import codeblocking.cleanup.Sweep;
import codeblocking.cleanup.ZombieRule;
import codeblocking.container.ContainerId;
import codeblocking.container.ContainerState;
import codeblocking.container.FakeContainers;
import codeblocking.container.LiveContainer;
import codeblocking.event.EventFeed;
import codeblocking.job.Job;
import codeblocking.job.JobFilter;
import codeblocking.job.JobKind;
import codeblocking.job.JobQuery;
import codeblocking.job.JobRequest;
import codeblocking.job.JobState;
import codeblocking.ledger.LedgerPorts;
import codeblocking.ledger.MemoryLedger;
import codeblocking.pool.FakeSpares;
import codeblocking.pool.Pool;
import codeblocking.prewarm.IntentOutcomes;
import codeblocking.prewarm.Prewarm;
import codeblocking.prewarm.Prewarming;
import codeblocking.prewarm.RequestPrewarm;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.queue.JobRunner;
import codeblocking.session.BeingStopped;
import codeblocking.settings.Settings;
import codeblocking.settings.SettingsReader;
import codeblocking.terminal.ReadinessListener;
import codeblocking.terminal.Shells;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * One project, and all that happens to it: the real use cases on a real ledger, over a modelled
 * engine and a modelled workspace, between whose calls anything else may happen.
 */
final class World {
  private static final Duration FREEZE = Duration.ofMinutes(10);
  private static final int ROUNDS = 100;
  private static final Settings SETTINGS = SettingsReader.read(key -> Optional.empty());

  final List<String> trace = new ArrayList<>();
  private final Random random;
  private final MemoryLedger ledger;
  private final ModelEngine engine;
  private final ModelWorkspace workspace;
  private final Project project;
  private final boolean freezes;
  private final List<UUID> clients = new ArrayList<>();
  private LedgerPorts ports;
  private JobRunner runner;
  private RequestPrewarm request;
  private Prewarming prewarming;
  private int depth;
  private boolean asked;

  /** A client came after the point of no return: it gets a new container. */
  private boolean late;

  private boolean drained;

  World(MemoryLedger ledger, long seed, Bug bug) {
    this.random = new Random(seed);
    this.ledger = ledger;
    this.engine = new ModelEngine(bug, ledger.clock);
    this.project = ledger.aProject(null);
    this.workspace = new ModelWorkspace(bug, project, ledger.ports.saves(), ledger.clock);
    this.freezes = random.nextBoolean();
    engine.meanwhile = this::meanwhile;
    workspace.meanwhile = this::meanwhile;
    workspace.asked = this::stopsAsAsked;
    engine.ending = this::ending;
    begin();
  }

  private void ending(LiveContainer container) {
    workspace.endOf(container);
    if (!asked && !late && ports.sessions().count(project.id()) > 0) {
      throw new Violation("a container was ended under a client that nobody asked to leave");
    }
    late = false;
  }

  private boolean stopsAsAsked() {
    return ports.jobs().active(project.id()).stream()
        .filter(job -> job.kind() == JobKind.STOP && job.state() == JobState.RUNNING)
        .anyMatch(job -> "asked".equals(job.payload().get("reason")));
  }

  /** A server's life begins, or the next one after a crash. */
  private void begin() {
    ports = ledger.life(UUID.randomUUID().toString());
    clients.clear();
    Shells shells = new NoShells();
    StopGate gate =
        new StopGate(
            new StopGate.Engine(engine, ports.containers(), shells),
            ports.sessions(),
            new PausedSave(workspace, ports.jobs()),
            ports.jobs());
    request =
        new RequestPrewarm(
            SETTINGS,
            ports.projects(),
            ports.jobs(),
            ports.containers(),
            new IntentOutcomes(
                ports.intents(), ports.jobs(), ports.sessions(), ports.events(), ledger.clock));
    prewarming =
        new Prewarming(
            request,
            new Prewarming.Engine(engine, ports.containers()),
            new EventFeed(ports.events()),
            Runnable::run);
    runner =
        new JobRunner(
            ports.claims(),
            List.of(
                new Prewarm(
                    ports.projects(),
                    new Prewarm.Engine(engine, noPool(), shells),
                    ports.containers(),
                    SETTINGS.environments(),
                    ledger.clock),
                new GraceAfterSave(
                    workspace,
                    ports.jobs(),
                    ports.sessions(),
                    ports.containers(),
                    Duration.ofSeconds(5)),
                new StopContainer(ports.projects(), gate, reprieves(gate)),
                sweep()),
            ledger.clock,
            Runnable::run);
    var unused = ports.claims().recoverOwn();
  }

  /** Its claims are its own tests' matter. */
  private Pool noPool() {
    return new Pool(
        new FakeSpares(new FakeContainers(Path.of("unused"), ledger.clock)),
        List.of(),
        ledger.clock,
        Runnable::run,
        () -> 0.5);
  }

  private StopContainer.Reprieves reprieves(StopGate gate) {
    Map<ProjectId, Long> cpu = new HashMap<>();
    Meters meters =
        ids -> {
          Map<ContainerId, Meters.Usage> usage = new HashMap<>();
          long nanos = random.nextBoolean() ? 0 : 1_000_000_000L;
          long used = cpu.merge(project.id(), nanos, Long::sum);
          ids.forEach(id -> usage.put(id, new Meters.Usage(used, 1)));
          return usage;
        };
    Activity activity =
        new Activity(ports.containers(), meters, any -> Traffic.Flow.NONE, ledger.clock);
    return new StopContainer.Reprieves(
        new KeepWorking(
            activity,
            new KeepaliveRule(freezes ? Duration.ofMinutes(2) : Duration.ZERO),
            ports.containers(),
            ports.jobs(),
            ledger.clock),
        new FreezeContainer(
            gate,
            ports.containers(),
            meters,
            ports.jobs(),
            new FreezeContainer.Terms(freezes ? FREEZE : Duration.ZERO, new FreezeRule(1L << 30))),
        new IdleClients(
            activity,
            new IdleClients.Ports(
                ports.containers(), ports.sessions(), ports.jobs(), ports.events()),
            new IdleRule(Duration.ofDays(1), Duration.ZERO),
            ledger.clock));
  }

  private Sweep sweep() {
    return new Sweep(
        ports.projects(),
        engine,
        ports.containers(),
        new Sweep.Activity(ports.sessions(), ports.jobs(), ports.saves()),
        new ZombieRule(Duration.ofMinutes(5), freezes ? FREEZE : Duration.ZERO),
        ledger.clock);
  }

  /** Something else may happen while a call is under way, the end of the server included. */
  private void meanwhile() {
    if (drained || depth >= 3 || random.nextInt(6) != 0) {
      return;
    }
    if (depth > 0 && random.nextInt(12) == 0) {
      trace.add("  killed here");
      throw new ServerKilled();
    }
    step();
  }

  /** One thing that happens. */
  void step() {
    depth++;
    int before = trace.size();
    trace.add("");
    try {
      trace.set(before, "  ".repeat(depth - 1) + act());
    } catch (ServerKilled e) {
      trace.set(before, "  ".repeat(depth - 1) + "…");
      if (depth > 1) {
        throw e;
      }
      trace.add("restart after a kill");
      begin();
    } finally {
      depth--;
    }
  }

  private String act() {
    return switch (random.nextInt(22)) {
      case 0, 1 -> click();
      case 2, 3, 4 -> open();
      case 5, 6 -> close();
      case 7, 8, 9 -> edit();
      case 10 -> {
        engine.die(project.id());
        yield "the container ends by itself";
      }
      case 11 -> restart();
      case 12 -> mood();
      case 13 -> ask();
      case 14 -> lookForZombies();
      case 15 -> stall();
      case 16 -> {
        engine.resume(project.id());
        yield "the operator resumes it with the engine's own tools";
      }
      case 18 -> pass(Duration.ofSeconds(1 + random.nextInt(40)));
      case 17 -> pass(Duration.ofMinutes(1 + random.nextInt(8)));
      default -> work();
    };
  }

  private String click() {
    request.request(project(), project.author(), null);
    return "click";
  }

  private Project project() {
    return ports.projects().find(project.id()).orElseThrow();
  }

  private String open() {
    boolean stopping =
        ports
            .containers()
            .find(project.id())
            .filter(row -> row.state() == ContainerState.STOPPING)
            .isPresent();
    try {
      clients.add(ports.sessions().open(project.id(), ALICE, "main").id());
    } catch (BeingStopped e) {
      return "open, refused: " + e.getMessage();
    }
    asked = false;
    late = stopping;
    prewarming.whenReady(project(), project.author(), new NoListener());
    return "open, " + clients.size() + " clients";
  }

  private String close() {
    if (clients.isEmpty()) {
      return "nobody to close";
    }
    ports.sessions().close(clients.remove(random.nextInt(clients.size())));
    return "close, " + clients.size() + " clients";
  }

  private String edit() {
    if (!engine.runs(project.id())) {
      return "nothing runs that could write";
    }
    workspace.written++;
    return "write " + workspace.written;
  }

  private String restart() {
    begin();
    return "restart";
  }

  private String mood() {
    List<ModelWorkspace.Remote> moods = List.of(ModelWorkspace.Remote.values());
    workspace.remote = moods.get(random.nextInt(moods.size()));
    return "the remote is " + workspace.remote;
  }

  private String ask() {
    ports.jobs().enqueue(JobRequest.of(JobKind.STOP, project.id(), ALICE).with("reason", "asked"));
    asked = true;
    return "stop, asked for";
  }

  private String lookForZombies() {
    Job sweep =
        ports.jobs().enqueue(new JobRequest(JobKind.SWEEP, null, null, Duration.ZERO, Map.of()));
    runner.answer(sweep.id());
    return "sweep";
  }

  private String pass(Duration time) {
    ledger.clock.advance(time);
    ports.claims().recoverLost();
    ports.sessions().closeAbandoned();
    return time + " pass";
  }

  /** A worker hears nothing for so long that the others take up what it does. */
  private String stall() {
    pass(Duration.ofSeconds(20));
    ports.jobs().active(project.id()).forEach(job -> runner.answer(job.id()));
    return "a worker stalls, others take over";
  }

  private String work() {
    List<Job> waiting =
        ports.jobs().active(project.id()).stream().filter(job -> job.state().waiting()).toList();
    if (waiting.isEmpty()) {
      return "no job waits";
    }
    Job job = waiting.get(random.nextInt(waiting.size()));
    runner.answer(job.id());
    return "%s %s: %s"
        .formatted(
            job.kind(), job.payload(), ports.jobs().find(job.id()).map(Job::state).orElse(null));
  }

  /** Everybody goes, the remote comes back, and time passes: all is saved, and all ends. */
  void drain() {
    drained = true;
    workspace.remote = ModelWorkspace.Remote.UP;
    List.copyOf(clients).forEach(ports.sessions()::close);
    clients.clear();
    for (int round = 0; round < ROUNDS && !quiet(); round++) {
      // First as soon as all that waits for seconds may run, then as far as what waits for minutes.
      pass(round < 4 ? Duration.ofSeconds(31) : FREEZE);
      if (sweep().needed()) {
        lookForZombies();
      }
      dead().forEach(job -> ports.jobs().retry(job.id(), ALICE, "the remote is back"));
      ports.jobs().active(project.id()).forEach(job -> runner.answer(job.id()));
    }
    if (!quiet()) {
      throw new Violation(
          "it never ends: jobs %s, container %s, row %s"
              .formatted(
                  ports.jobs().active(project.id()),
                  engine.live(project.id()),
                  ports.containers().find(project.id())));
    }
    if (workspace.written != workspace.verified) {
      throw new Violation(
          "lost: write %d, verified %d".formatted(workspace.written, workspace.verified));
    }
  }

  private boolean quiet() {
    return ports.jobs().active(project.id()).isEmpty()
        && dead().isEmpty()
        && engine.live(project.id()).isEmpty()
        && ports.containers().find(project.id()).isEmpty()
        && ports.sessions().count(project.id()) == 0
        && workspace.written == workspace.verified;
  }

  private List<Job> dead() {
    return ports
        .jobs()
        .list(
            new JobQuery(
                JobFilter.ALL.states(Set.of(JobState.DEAD)).project(project.id()), null, null, 50))
        .items();
  }

  /** Terminals are not modelled. */
  private static final class NoShells implements Shells {
    @Override
    public void prepare(ProjectId of, ContainerId container) {}

    @Override
    public boolean seal(ProjectId of) {
      return true;
    }

    @Override
    public void unseal(ProjectId of) {}

    @Override
    public void close(ProjectId of, String reason) {}
  }

  private static final class NoListener implements ReadinessListener {
    @Override
    public void progress(String stage, long millis) {}

    @Override
    public void ready(LiveContainer container, boolean warm) {}

    @Override
    public void failed(String reason, int closeCode) {}
  }
}
