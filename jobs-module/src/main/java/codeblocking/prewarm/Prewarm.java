package codeblocking.prewarm;

import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerRequest;
import codeblocking.container.ContainerState;
import codeblocking.container.Containers;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.LiveContainer;
import codeblocking.job.Handler;
import codeblocking.job.JobKind;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.pool.Pool;
import codeblocking.project.Project;
import codeblocking.project.Projects;
import codeblocking.settings.EnvironmentSettings;
import codeblocking.terminal.Shells;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Gives a project its container, and the container its first shell. */
public final class Prewarm implements Handler {
  private final Projects projects;
  private final Engine engine;
  private final ContainerRecords records;
  private final Map<String, EnvironmentSettings> environments;
  private final Clock clock;

  public Prewarm(
      Projects projects,
      Engine engine,
      ContainerRecords records,
      Map<String, EnvironmentSettings> environments,
      Clock clock) {
    this.projects = projects;
    this.engine = engine;
    this.records = records;
    this.environments = environments;
    this.clock = clock;
  }

  /** Where containers and their shells come from: the pool, or else made now. */
  public record Engine(Containers containers, Pool pool, Shells shells) {}

  @Override
  public JobKind kind() {
    return JobKind.PREWARM;
  }

  @Override
  public Success handle(Work work) throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    Optional<Project> project = projects.find(work.job().project());
    if (project.isEmpty()) {
      return Success.noop("the project has been deleted");
    }
    try {
      return start(project.get(), work);
    } catch (EngineUnavailable e) {
      if (e.permanent()) {
        throw new NeedsPerson(e.reason(), e);
      }
      throw new RetryLater(e.reason(), e);
    }
  }

  private Success start(Project project, Work work)
      throws EngineUnavailable, NeedsPerson, LeaseLost, InterruptedException {
    Instant began = clock.instant();
    ContainerRequest request = request(project);
    Optional<LiveContainer> pooled = engine.pool().claim(request);
    LiveContainer live = pooled.isPresent() ? pooled.get() : started(request, work);
    // Before anything is written of one of the pool: its prompt is on the way, and the journal says
    // whose it is.
    engine.shells().prepare(project.id(), live.id());
    Optional<ContainerRecord> known =
        records.find(project.id()).filter(record -> record.id().equals(live.id()));
    long millis = Duration.between(began, clock.instant()).toMillis();
    work.checkLease();
    if (known.filter(record -> record.state() == ContainerState.RUNNING).isPresent()) {
      return new Success("ADOPTED", "the container was running already");
    }
    records.put(record(project, live, pooled.isPresent(), millis));
    return Success.done(
        "container %s %s after %d ms"
            .formatted(live.name(), pooled.isPresent() ? "came from the pool" : "runs", millis));
  }

  private LiveContainer started(ContainerRequest request, Work work)
      throws EngineUnavailable, LeaseLost, InterruptedException {
    work.phase("container");
    LiveContainer live = engine.containers().start(request);
    work.checkLease();
    work.phase("shell");
    return live;
  }

  private ContainerRequest request(Project project) throws NeedsPerson {
    EnvironmentSettings environment = environments.get(project.environment());
    if (environment == null) {
      throw new NeedsPerson(
          "environment %s is no longer configured; there are: %s"
              .formatted(project.environment(), String.join(", ", environments.keySet())),
          null);
    }
    return new ContainerRequest(project.id(), project.owner(), environment);
  }

  private ContainerRecord record(Project project, LiveContainer live, boolean warm, long millis) {
    return new ContainerRecord(
        project.id(),
        project.owner(),
        live.id(),
        live.name(),
        live.image(),
        project.environment(),
        ContainerState.RUNNING,
        warm,
        live.startedAt(),
        millis,
        clock.instant(),
        null);
  }
}
