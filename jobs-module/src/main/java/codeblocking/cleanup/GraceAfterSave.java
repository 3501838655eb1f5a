package codeblocking.cleanup;

import codeblocking.container.ContainerRecords;
import codeblocking.job.Handler;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.ProjectId;
import codeblocking.session.Sessions;
import java.time.Duration;
import java.util.Set;

/** When a save is verified and nobody is there any more, leaves a stop for the end of the grace. */
public final class GraceAfterSave implements Handler {
  private static final Set<String> FOLLOWED = Set.of("disconnect", "zombie");

  private final Handler persist;
  private final Jobs jobs;
  private final Sessions sessions;
  private final ContainerRecords records;
  private final Duration grace;

  public GraceAfterSave(
      Handler persist, Jobs jobs, Sessions sessions, ContainerRecords records, Duration grace) {
    this.persist = persist;
    this.jobs = jobs;
    this.sessions = sessions;
    this.records = records;
    this.grace = grace;
  }

  @Override
  public JobKind kind() {
    return JobKind.PERSIST;
  }

  @Override
  public Success handle(Work work) throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    Success success = persist.handle(work);
    work.checkLease();
    String trigger = work.job().payload().getOrDefault("trigger", "manual");
    ProjectId project = work.job().project();
    if (FOLLOWED.contains(trigger)
        && sessions.count(project) == 0
        && records.find(project).isPresent()) {
      jobs.enqueue(
          JobRequest.of(JobKind.STOP, project, null)
              .with("reason", trigger.equals("zombie") ? "zombie" : "grace")
              .after(grace));
    }
    return success;
  }
}
