package codeblocking.cleanup;

import codeblocking.container.ContainerList;
import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerState;
import codeblocking.container.Containers;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.LiveContainer;
import codeblocking.job.Handler;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.job.LeaseLost;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.Projects;
import codeblocking.save.SaveState;
import codeblocking.save.Saves;
import codeblocking.session.Sessions;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reconciles rows and engine both ways, and has zombies saved before they are stopped.
 *
 * <p>It only leaves jobs; each goes through the same gates as one that a user asked for.
 */
public final class Sweep implements Handler {
  private static final System.Logger LOGGER = System.getLogger(Sweep.class.getName());
  // A helper is done within its timeout, or its server was killed meanwhile.
  private static final Duration HELPER_AGE = Duration.ofMinutes(30);

  private final Projects projects;
  private final Containers containers;
  private final ContainerRecords records;
  private final Activity activity;
  private final ZombieRule rule;
  private final Clock clock;

  public Sweep(
      Projects projects,
      Containers containers,
      ContainerRecords records,
      Activity activity,
      ZombieRule rule,
      Clock clock) {
    this.projects = projects;
    this.containers = containers;
    this.records = records;
    this.activity = activity;
    this.rule = rule;
    this.clock = clock;
  }

  /** What goes on in a project. */
  public record Activity(Sessions sessions, Jobs jobs, Saves saves) {
    boolean busy(ProjectId project) {
      return !jobs.active(project).isEmpty();
    }

    boolean blocked(ProjectId project) {
      return saves.newest(project).filter(save -> save.state() == SaveState.BLOCKED).isPresent();
    }
  }

  @Override
  public JobKind kind() {
    return JobKind.SWEEP;
  }

  @Override
  public Success handle(Work work) throws RetryLater, LeaseLost {
    List<Finding> findings = look();
    for (Finding finding : findings) {
      work.checkLease();
      try {
        finding.cure().run();
        LOGGER.log(Level.INFO, "Sweep: {0}", finding.sentence());
      } catch (EngineUnavailable e) {
        throw new RetryLater(e.reason() + "; the next sweep looks again", e);
      }
    }
    return findings.isEmpty()
        ? Success.noop("nothing to do")
        : Success.done(findings.stream().map(Finding::sentence).collect(Collectors.joining("; ")));
  }

  /** Something that is not as it should be, and what is done about it. */
  record Finding(String sentence, Cure cure) {}

  /** What is done about a finding. */
  interface Cure {
    void run() throws EngineUnavailable;
  }

  /** Whether there is anything to do; changes nothing. */
  public boolean needed() {
    return !look().isEmpty();
  }

  private List<Finding> look() {
    ContainerList list = containers.list();
    if (!list.complete()) {
      // INVARIANT S10: what is not in an incomplete list may well exist.
      LOGGER.log(Level.WARNING, "The engine's list of containers is incomplete: nothing is swept");
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    Map<ProjectId, LiveContainer> live =
        list.containers().stream()
            .filter(container -> container.role() == null && container.projectId() != null)
            .collect(Collectors.toMap(Sweep::project, Function.identity(), (a, b) -> a));
    live.values().forEach(container -> workspace(container).ifPresent(findings::add));
    list.containers().stream()
        .filter(container -> container.role() != null && old(container))
        .forEach(helper -> findings.add(helper(helper)));
    records.list(null).stream()
        .filter(
            record -> !live.containsKey(record.projectId()) && !activity.busy(record.projectId()))
        .forEach(record -> findings.add(vanished(record)));
    return findings;
  }

  private static ProjectId project(LiveContainer container) {
    ProjectId project = container.projectId();
    if (project == null) {
      throw new IllegalStateException("a helper has no project");
    }
    return project;
  }

  private boolean old(LiveContainer container) {
    return container.startedAt().plus(HELPER_AGE).isBefore(clock.instant());
  }

  private Optional<Finding> workspace(LiveContainer container) {
    ProjectId id = project(container);
    Optional<Project> project = projects.find(id);
    if (project.isEmpty()) {
      LOGGER.log(
          Level.WARNING,
          "Container {0} belongs to project {1}, which is not in the ledger: it is left alone",
          container.name(),
          id);
      return Optional.empty();
    }
    Optional<ContainerRecord> record = records.find(id);
    if (record.isEmpty() && container.running()) {
      return activity.busy(id)
          ? Optional.empty()
          : Optional.of(
              new Finding(
                  "adopted container " + container.name(),
                  () -> records.put(adopted(container, project.get()))));
    }
    if (!container.running()) {
      return activity.busy(id)
          ? Optional.empty()
          : Optional.of(new Finding("cleared ended container " + container.name(), () -> end(id)));
    }
    return zombie(record.get(), container);
  }

  private Optional<Finding> zombie(ContainerRecord record, LiveContainer container) {
    ProjectId id = record.projectId();
    ZombieRule.Facts facts =
        new ZombieRule.Facts(
            activity.sessions().count(id),
            record.state() == ContainerState.FROZEN,
            activity.busy(id),
            record.usedAt());
    Instant now = clock.instant();
    return rule.isZombie(facts, now)
        ? Optional.of(
            new Finding(
                "nobody has used container %s since %s: it is saved, then stopped"
                    .formatted(container.name(), record.usedAt()),
                () -> end(id)))
        : Optional.empty();
  }

  /** Saves, from which the stop follows; a save that is stuck already is not asked for again. */
  private void end(ProjectId id) {
    if (activity.blocked(id)) {
      activity.jobs().enqueue(JobRequest.of(JobKind.STOP, id, null).with("reason", "blocked"));
    } else {
      activity.jobs().enqueue(JobRequest.of(JobKind.PERSIST, id, null).with("trigger", "zombie"));
    }
  }

  private ContainerRecord adopted(LiveContainer container, Project project) {
    Instant now = clock.instant();
    return new ContainerRecord(
        project.id(),
        project.owner(),
        container.id(),
        container.name(),
        container.image(),
        container.environment(),
        ContainerState.RUNNING,
        false,
        container.startedAt(),
        0,
        now,
        null);
  }

  private Finding helper(LiveContainer helper) {
    return new Finding(
        "removed forgotten helper " + helper.name(), () -> containers.remove(helper.id()));
  }

  private Finding vanished(ContainerRecord record) {
    return new Finding(
        "container %s is gone from the engine; its work is saved".formatted(record.name()),
        () -> {
          records.remove(record.projectId(), record.id(), "the engine no longer has it");
          end(record.projectId());
        });
  }
}
