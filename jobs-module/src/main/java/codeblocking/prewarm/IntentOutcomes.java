package codeblocking.prewarm;

import codeblocking.event.Event;
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
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out how hunches ended, and keeps them from costing a click. */
public final class IntentOutcomes {
  /** Of the stop that waits for a hunch; opening the project takes it back. */
  static final String REASON = "intent";

  private final IntentRecords records;
  private final Jobs jobs;
  private final Sessions sessions;
  private final Events events;
  private final Clock clock;

  public IntentOutcomes(
      IntentRecords records, Jobs jobs, Sessions sessions, Events events, Clock clock) {
    this.records = records;
    this.jobs = jobs;
    this.sessions = sessions;
    this.events = events;
    this.clock = clock;
  }

  /** Somebody really asks for the project: its container stays, and the hunch was right. */
  void clicked(ProjectId project) {
    records
        .find(project)
        .ifPresent(
            intent -> {
              end(intent, IntentOutcome.HIT);
              waitingStop(project).ifPresent(this::takeBack);
            });
  }

  /** Somebody came in; the ledger has taken the stop back already. */
  public void heard(Event event) {
    ProjectId project = event.projectId();
    if (project != null && event.type().equals("session") && "opened".equals(event.reason())) {
      records.find(project).ifPresent(intent -> end(intent, IntentOutcome.HIT));
    }
  }

  /** Those whose time is over have been opened by now, or were wrong. */
  public void settle() {
    Instant now = clock.instant();
    for (Intent intent : records.live(null)) {
      if (intent.until().isBefore(now)) {
        boolean opened = sessions.count(intent.projectId()) > 0;
        end(intent, opened ? IntentOutcome.HIT : IntentOutcome.MISS);
      }
    }
  }

  /**
   * A click needs the place: hunches that nobody has opened end now.
   *
   * @param user null: of everybody
   * @return whose places are being freed
   */
  Set<ProjectId> giveUp(@Nullable UserId user) {
    Set<ProjectId> freed = new HashSet<>();
    List<Intent> live = records.live(user);
    for (Intent intent : live) {
      if (sessions.count(intent.projectId()) == 0) {
        end(intent, IntentOutcome.WITHDRAWN);
        var unused =
            jobs.enqueue(
                JobRequest.of(JobKind.STOP, intent.projectId(), null).with("reason", REASON));
        freed.add(intent.projectId());
      }
    }
    return freed;
  }

  private java.util.Optional<Job> waitingStop(ProjectId project) {
    return jobs.active(project).stream()
        .filter(job -> job.kind() == JobKind.STOP && job.state().waiting())
        .filter(job -> REASON.equals(job.payload().get("reason")))
        .findFirst();
  }

  private void takeBack(Job stop) {
    try {
      var unused = jobs.cancel(stop.id(), null, "the project is being opened");
    } catch (StateConflict e) {
      // It has begun: who comes in then is told, and the click's own container follows.
    }
  }

  private void end(Intent intent, IntentOutcome outcome) {
    if (records.end(intent, score -> IntentBudget.ended(score, outcome))) {
      events.add(
          "intent",
          intent.projectId(),
          switch (outcome) {
            case HIT -> "warmed on a hunch, and opened";
            case MISS -> "warmed on a hunch, and not opened";
            case WITHDRAWN -> "warmed on a hunch, and given up for a click";
          },
          Map.of("outcome", outcome.label()));
    }
  }
}
