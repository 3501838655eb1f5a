package codeblocking.cleanup;

import codeblocking.activity.Activity;
import codeblocking.activity.KeepaliveRule;
import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerState;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.project.ProjectId;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Puts off the end of a container that no client is attached to and that works on. */
public final class KeepWorking {
  private final Activity activity;
  private final KeepaliveRule rule;
  private final ContainerRecords records;
  private final Jobs jobs;
  private final Clock clock;

  public KeepWorking(
      Activity activity, KeepaliveRule rule, ContainerRecords records, Jobs jobs, Clock clock) {
    this.activity = activity;
    this.rule = rule;
    this.records = records;
    this.jobs = jobs;
    this.clock = clock;
  }

  /** In words why it is kept, and until when; a later stop has been left. Empty: it is not. */
  Optional<String> keep(ProjectId project) {
    Optional<ContainerRecord> record =
        records.find(project).filter(row -> row.state() == ContainerState.RUNNING);
    if (record.isEmpty()) {
      return Optional.empty();
    }
    activity.look();
    KeepaliveRule.Facts facts =
        new KeepaliveRule.Facts(
            record.get().usedAt(), activity.measured(project), activity.lastWork(project));
    Optional<Duration> again = rule.keep(facts, clock.instant());
    Optional<String> because =
        again.map(
            soon ->
                facts.known()
                    ? "work goes on inside; kept until it ends, and no longer than until "
                        + rule.until(facts).truncatedTo(ChronoUnit.SECONDS)
                    : "whether work goes on inside is being measured");
    records.keep(project, because.orElse(null));
    again.ifPresent(
        soon ->
            jobs.enqueue(
                JobRequest.of(JobKind.STOP, project, null).with("reason", "grace").after(soon)));
    return because;
  }
}
