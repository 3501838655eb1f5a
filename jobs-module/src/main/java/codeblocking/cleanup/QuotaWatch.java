package codeblocking.cleanup;

import codeblocking.activity.Activity;
import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerState;
import codeblocking.container.Containers;
import codeblocking.container.EngineUnavailable;
import codeblocking.event.Events;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.project.ProjectId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Watches what workspaces take of the disk, which nothing else bounds.
 *
 * <p>One file is bounded by the container's own limit; many files by this: over the quota the user
 * is told, over twice the quota the container is paused at once, saved as far as it fits, and
 * stopped, its directory kept.
 */
public final class QuotaWatch {
  private static final System.Logger LOGGER = System.getLogger(QuotaWatch.class.getName());

  /** Counting takes at most this part of the time, however large a workspace is. */
  private static final int SHARE = 20;

  /**
   * What wrote something worked: where nothing has worked since it was counted, nothing changed.
   */
  private final Activity activity;

  private final Ports ports;
  private final Disk disk;
  private final QuotaRule rule;
  private final Clock clock;
  private final Map<ProjectId, Seen> seen = new ConcurrentHashMap<>();

  public QuotaWatch(Activity activity, Ports ports, Disk disk, QuotaRule rule, Clock clock) {
    this.activity = activity;
    this.ports = ports;
    this.disk = disk;
    this.rule = rule;
    this.clock = clock;
  }

  /** What it asks, and where it leaves what it has found. */
  public record Ports(ContainerRecords records, Containers containers, Jobs jobs, Events events) {}

  /** Bytes that a workspace takes. */
  public interface Disk {
    /** Counted until it is more than {@code enough}. */
    long of(ProjectId project, long enough) throws IOException;
  }

  /**
   * The last look.
   *
   * @param next not looked at before
   */
  private record Seen(Instant at, Instant next, QuotaRule.Verdict verdict) {}

  /** Counts what may have changed. */
  public void look() {
    Instant now = clock.instant();
    for (ContainerRecord row : ports.records().list(null)) {
      if (row.state() == ContainerState.RUNNING && due(row.projectId(), now)) {
        look(row.projectId(), now);
      }
    }
    seen.keySet()
        .retainAll(ports.records().list(null).stream().map(ContainerRecord::projectId).toList());
  }

  private boolean due(ProjectId project, Instant now) {
    Seen last = seen.get(project);
    return last == null
        || (!last.next().isAfter(now) && activity.lastWork(project).isAfter(last.at()));
  }

  private void look(ProjectId project, Instant now) {
    long began = System.nanoTime();
    QuotaRule.Verdict verdict;
    try {
      verdict = rule.judge(disk.of(project, rule.enough()));
    } catch (IOException e) {
      // Just made, moved or removed: the next look tells.
      return;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    Seen before = seen.put(project, new Seen(now, now.plus(took.multipliedBy(SHARE)), verdict));
    if (before == null || before.verdict() != verdict) {
      act(project, verdict);
    }
  }

  private void act(ProjectId project, QuotaRule.Verdict verdict) {
    switch (verdict) {
      case FINE -> {}
      case TELL ->
          tell(
              project,
              "This workspace takes more of the disk than its quota: what does not fit is left out"
                  + " of saves, and at twice the quota it is stopped.");
      case STOP -> stop(project);
    }
  }

  private void tell(ProjectId project, String message) {
    ports.events().add("notice", project, message, Map.of("kind", "quota"));
  }

  private void stop(ProjectId project) {
    tell(
        project,
        "This workspace takes more than twice its quota: it is stopped now. Open it again and"
            + " delete what is too much.");
    ports.jobs().enqueue(JobRequest.of(JobKind.STOP, project, null).with("reason", "quota"));
    try {
      // Whatever writes stops at this moment, however long the stop's save takes.
      ports.containers().pause(project);
    } catch (EngineUnavailable e) {
      LOGGER.log(
          Level.WARNING,
          "Project {0} is over its quota and could not be paused ({1}); its stop tries again",
          project,
          e.reason());
    }
  }
}
