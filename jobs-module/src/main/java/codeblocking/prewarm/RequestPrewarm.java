package codeblocking.prewarm;

import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerState;
import codeblocking.job.Job;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.job.StateConflict;
import codeblocking.project.Author;
import codeblocking.project.InvalidInput;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.ProjectRules;
import codeblocking.project.Projects;
import codeblocking.project.UserId;
import codeblocking.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides whether a project's container is started; ownership was checked before. */
public final class RequestPrewarm {
  /** About as long as a container that is given up takes to go. */
  private static final Duration COME_BACK = Duration.ofSeconds(15);

  /** Between a click and the page's first connection. */
  private static final Duration PAGE_OPENS = Duration.ofSeconds(30);

  /** Stops that nobody asked for: whoever comes back takes them back. */
  private static final Set<String> FOR_ABSENCE = Set.of("grace", "frozen", "room");

  private final Settings settings;
  private final Projects projects;
  private final Jobs jobs;
  private final ContainerRecords containers;
  private final IntentOutcomes intents;
  private final Object admission = new Object();

  public RequestPrewarm(
      Settings settings,
      Projects projects,
      Jobs jobs,
      ContainerRecords containers,
      IntentOutcomes intents) {
    this.settings = settings;
    this.projects = projects;
    this.jobs = jobs;
    this.containers = containers;
    this.intents = intents;
  }

  /**
   * What came of it.
   *
   * @param job that makes the container; null: it runs
   */
  public record Answer(@Nullable JobId job) {
    public String status() {
      return job == null ? "running" : "warming";
    }
  }

  /**
   * Starts the project's container unless it runs.
   *
   * @param author of later saves, as the caller's token says now
   * @param environment null: the project's own
   * @throws InvalidInput when there is no such environment
   * @throws OtherEnvironment when it runs in another one
   * @throws LimitReached when no more may run
   */
  public Answer request(Project project, Author author, @Nullable String environment) {
    String wanted =
        ProjectRules.environment(
            environment == null ? project.environment() : environment,
            settings.environments().keySet());
    author(project, author);
    intents.clicked(project.id());
    Optional<ContainerRecord> live = containers.find(project.id());
    Optional<Job> starting =
        jobs.active(project.id()).stream().filter(job -> job.kind() == JobKind.PREWARM).findFirst();
    String present = live.map(ContainerRecord::environment).orElse(project.environment());
    if ((live.isPresent() || starting.isPresent()) && !present.equals(wanted)) {
      throw new OtherEnvironment(present, wanted);
    }
    live.ifPresent(row -> comeBack(project));
    if (live.map(ContainerRecord::state).filter(ContainerState.RUNNING::equals).isPresent()) {
      return new Answer(null);
    }
    if (starting.isPresent()) {
      return new Answer(starting.get().id());
    }
    return start(project, wanted);
  }

  /** A click is a way of coming back: the page it opens finds what is there now. */
  private void comeBack(Project project) {
    boolean takenBack = false;
    for (Job job : jobs.active(project.id())) {
      if (job.kind() == JobKind.STOP
          && FOR_ABSENCE.contains(job.payload().getOrDefault("reason", ""))) {
        try {
          jobs.cancel(job.id(), project.owner(), "somebody came back in time");
          takenBack = true;
        } catch (StateConflict e) {
          // It has ended meanwhile.
        }
      }
    }
    if (takenBack) {
      jobs.enqueue(
          JobRequest.of(JobKind.STOP, project.id(), null)
              .with("reason", "grace")
              .after(PAGE_OPENS));
    }
  }

  /**
   * Takes a frozen container up again, where one more may run. Call when a client is recorded, so
   * that no stop of it can follow.
   *
   * @throws LimitReached when no more may run
   */
  void thaw(Project project) {
    if (containers
        .find(project.id())
        .filter(row -> row.state() == ContainerState.FROZEN)
        .isPresent()) {
      synchronized (admission) {
        admit(project);
        containers.thaw(project.id());
      }
    }
  }

  /** Notes whose later saves are, where that has changed. */
  void author(Project project, Author author) {
    if (!project.author().equals(author)) {
      projects.author(project.id(), author);
    }
  }

  private Answer start(Project project, String environment) {
    // Two calls at once for the last free place: the second must see the first one's job, or, where
    // that took but some milliseconds, what it made.
    synchronized (admission) {
      if (admit(project).runs()) {
        return new Answer(null);
      }
      if (!project.environment().equals(environment)) {
        projects.environment(project.id(), environment);
      }
      return new Answer(
          jobs.enqueue(JobRequest.of(JobKind.PREWARM, project.id(), project.owner())).id());
    }
  }

  private InUse admit(Project project) {
    Settings.Limits limits = settings.limits();
    InUse inUse = inUse(project.id());
    if (full(project.owner(), inUse, limits.userMaxContainers())) {
      throw new LimitReached(
          "you have %d containers, as many as one user may; stop one of them first"
              .formatted(limits.userMaxContainers()),
          COME_BACK);
    }
    if (full(null, inUse, limits.maxContainers())) {
      throw new LimitReached(
          "all %d containers of this server are in use; try again soon"
              .formatted(limits.maxContainers()),
          COME_BACK);
    }
    return inUse;
  }

  private boolean full(@Nullable UserId user, InUse inUse, int most) {
    Set<ProjectId> others = inUse.of(user);
    if (others.size() < most) {
      return false;
    }
    // What was only warmed on a hunch gives way.
    others.removeAll(intents.giveUp(user));
    return others.size() >= most;
  }

  /** Whether a click would still find a place after this one. */
  boolean leavesRoom(Project project) {
    Settings.Limits limits = settings.limits();
    InUse inUse = inUse(project.id());
    return inUse.of(project.owner()).size() + 1 < limits.userMaxContainers()
        && inUse.of(null).size() + 1 < limits.maxContainers();
  }

  /**
   * What there is at a moment.
   *
   * @param owners of other projects with a container, or with one on its way
   * @param runs whether the project's own is running
   */
  private record InUse(Map<ProjectId, Optional<UserId>> owners, boolean runs) {
    /** Of one user; null: of all. */
    Set<ProjectId> of(@Nullable UserId user) {
      return owners.entrySet().stream()
          .filter(each -> user == null || each.getValue().filter(user::equals).isPresent())
          .map(Map.Entry::getKey)
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  private InUse inUse(ProjectId self) {
    int most = settings.limits().maxContainers() + 1;
    Map<ProjectId, Optional<UserId>> owners = new HashMap<>();
    jobs.active(JobKind.PREWARM, most)
        .forEach(job -> owners.put(job.project(), Optional.ofNullable(job.userId())));
    // After the jobs: one that ends between the two looks has left its container.
    List<ContainerRecord> present = containers.list(null);
    // Frozen ones are bounded by memory, and counted again when they are thawed.
    present.stream()
        .filter(record -> record.state() != ContainerState.FROZEN)
        .forEach(record -> owners.put(record.projectId(), Optional.of(record.userId())));
    owners.remove(self);
    return new InUse(
        owners,
        present.stream()
            .anyMatch(
                record ->
                    record.projectId().equals(self) && record.state() == ContainerState.RUNNING));
  }
}
