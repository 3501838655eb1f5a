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
  private final Containers containers;
  private final ContainerRecords records;
  private final Shells shells;
  private final Map<String, EnvironmentSettings> environments;
  private final Clock clock;

  public Prewarm(
      Projects projects,
      Containers containers,
      ContainerRecords records,
      Shells shells,
      Map<String, EnvironmentSettings> environments,
      Clock clock) {
    this.projects = projects;
    this.containers = containers;
    this.records = records;
    this.shells = shells;
    this.environments = environments;
    this.clock = clock;
  }

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
    work.phase("container");
    LiveContainer live = containers.start(request(project));
    work.checkLease();
    Optional<ContainerRecord> known =
        records.find(project.id()).filter(record -> record.id().equals(live.id()));
    work.phase("shell");
    shells.prepare(project.id(), live.id());
    long millis = Duration.between(began, clock.instant()).toMillis();
    work.checkLease();
    if (known.filter(record -> record.state() == ContainerState.RUNNING).isPresent()) {
      return new Success("ADOPTED", "the container was running already");
    }
    records.put(record(project, live, millis));
    return Success.done("container %s runs after %d ms".formatted(live.name(), millis));
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

  private ContainerRecord record(Project project, LiveContainer live, long millis) {
    return new ContainerRecord(
        project.id(),
        project.owner(),
        live.id(),
        live.name(),
        live.image(),
        project.environment(),
        ContainerState.RUNNING,
        false,
        live.startedAt(),
        millis,
        clock.instant(),
        null);
  }
}
