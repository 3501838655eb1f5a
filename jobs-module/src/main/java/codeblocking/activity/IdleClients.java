package codeblocking.activity;

import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerState;
import codeblocking.event.Events;
import codeblocking.job.Job;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.job.StateConflict;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.session.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells clients that do nothing that they will be let go, and lets them go. */
public final class IdleClients {
  private static final String REASON = "idle";

  private final Activity activity;
  private final Ports ports;
  private final IdleRule rule;
  private final Clock clock;

  /** The use that a notice was about: another use, another notice. */
  private final Map<ProjectId, Instant> told = new ConcurrentHashMap<>();

  public IdleClients(Activity activity, Ports ports, IdleRule rule, Clock clock) {
    this.activity = activity;
    this.ports = ports;
    this.rule = rule;
    this.clock = clock;
  }

  /** What it asks, and where it leaves what it has found. */
  public record Ports(ContainerRecords records, Sessions sessions, Jobs jobs, Events events) {}

  /** Looks at every container, and does what is due. */
  public void look() {
    activity.look();
    Instant now = clock.instant();
    for (ContainerRecord row : ports.records().list(null)) {
      ProjectId project = row.projectId();
      IdleRule.Verdict verdict = rule.judge(facts(project), now);
      if (row.state() == ContainerState.RUNNING
          && verdict != IdleRule.Verdict.STAY
          && ports.sessions().count(project) > 0) {
        act(project, verdict, now);
      }
    }
  }

  private IdleRule.Facts facts(ProjectId project) {
    return new IdleRule.Facts(activity.lastUse(project), activity.lastWork(project));
  }

  private void act(ProjectId project, IdleRule.Verdict verdict, Instant now) {
    if (verdict == IdleRule.Verdict.STOP) {
      if (ports.jobs().active(project).stream().noneMatch(job -> job.kind() == JobKind.STOP)) {
        ports.jobs().enqueue(JobRequest.of(JobKind.STOP, project, null).with("reason", REASON));
      }
      return;
    }
    Instant use = activity.lastUse(project);
    if (!use.equals(told.put(project, use))) {
      Duration left = Duration.between(now, rule.end(facts(project)));
      ports
          .events()
          .add(
              "notice",
              project,
              "Nobody has used this workspace since %s: it is saved and stopped in %d s, unless you keep it."
                  .formatted(
                      use.truncatedTo(java.time.temporal.ChronoUnit.SECONDS), left.toSeconds()),
              Map.of("kind", REASON, "action", "keep"));
    }
  }

  /** Whether, as of this moment, its clients still keep it no longer. */
  public boolean over(ProjectId project) {
    activity.look();
    return rule.judge(facts(project), clock.instant()) == IdleRule.Verdict.STOP;
  }

  /** Somebody wants to keep it: as if they had typed. */
  public void keep(ProjectId project, UserId user) {
    activity.used(project);
    for (Job job : ports.jobs().active(project)) {
      if (job.kind() == JobKind.STOP && REASON.equals(job.payload().get("reason"))) {
        try {
          ports.jobs().cancel(job.id(), user, "kept");
        } catch (StateConflict e) {
          // It has ended meanwhile; the client sees that by its own.
        }
      }
    }
  }
}
