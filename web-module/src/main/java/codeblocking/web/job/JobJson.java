package codeblocking.web.job;

import codeblocking.job.Attempt;
import codeblocking.job.Job;
import codeblocking.job.JobDetail;
import codeblocking.job.JobState;
import codeblocking.job.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job in JSON; in lists without its phases, attempts and events. */
public record JobJson(
    String id,
    String kind,
    String state,
    @Nullable String outcome,
    @Nullable String projectId,
    @Nullable String userId,
    int attempt,
    int maxAttempts,
    Instant runAt,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    long waitMillis,
    long runMillis,
    @Nullable String error,
    @Nullable String waitingFor,
    @Nullable String phase,
    List<PhaseJson> phases,
    List<AttemptJson> attempts,
    List<EventJson> events) {

  /** A part of a try. */
  public record PhaseJson(
      int attempt, String name, Instant startedAt, @Nullable Instant endedAt, long millis) {
    static PhaseJson of(Phase phase) {
      return new PhaseJson(
          phase.attempt(), phase.name(), phase.startedAt(), phase.endedAt(), phase.millis());
    }
  }

  /** One try. */
  public record AttemptJson(
      int attempt,
      String node,
      Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String result,
      @Nullable String error,
      long waitMillis,
      long runMillis) {
    static AttemptJson of(Attempt attempt) {
      return new AttemptJson(
          attempt.attempt(),
          attempt.node(),
          attempt.startedAt(),
          attempt.endedAt(),
          attempt.result(),
          attempt.error(),
          attempt.waitMillis(),
          attempt.runMillis());
    }
  }

  public static JobJson of(Job job, Instant now) {
    return of(new JobDetail(job, List.of(), List.of(), List.of()), now);
  }

  public static JobJson of(JobDetail detail, Instant now) {
    Job job = detail.job();
    return new JobJson(
        job.id().toString(),
        job.kind().label(),
        job.state().name(),
        job.outcome(),
        job.projectId() == null ? null : job.projectId().toString(),
        job.userId() == null ? null : job.userId().value(),
        job.attempt(),
        job.maxAttempts(),
        job.runAt(),
        job.createdAt(),
        job.startedAt(),
        job.finishedAt(),
        waited(job, now),
        ran(job, now),
        job.error(),
        job.waitingFor(),
        job.phase(),
        detail.phases().stream().map(PhaseJson::of).toList(),
        detail.attempts().stream().map(AttemptJson::of).toList(),
        detail.events().stream().map(EventJson::of).toList());
  }

  /** From when it might have run until it did, or until now while it still waits. */
  static long waited(Job job, Instant now) {
    Instant started = job.startedAt();
    Instant ended = job.finishedAt() == null ? now : job.finishedAt();
    Instant until = job.state().waiting() || started == null ? ended : started;
    return millis(job.readyAt(), until);
  }

  /** Of the last try. */
  static long ran(Job job, Instant now) {
    Instant started = job.startedAt();
    if (started == null) {
      return 0;
    }
    if (job.finishedAt() != null) {
      return millis(started, job.finishedAt());
    }
    return job.state() == JobState.RUNNING ? millis(started, now) : 0;
  }

  private static long millis(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis());
  }
}
