package codeblocking.web.lifeline;

import codeblocking.job.Job;
import codeblocking.lifeline.Lifeline;
import codeblocking.lifeline.SavePoint;
import codeblocking.lifeline.Span;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A project's lifeline in JSON. */
public record LifelineJson(
    String projectId,
    String name,
    String userId,
    Instant latest,
    List<JobMark> jobs,
    List<Span> containers,
    List<Span> sessions,
    List<SaveMark> saves) {

  /** A job, as far as it is drawn. */
  public record JobMark(
      String id,
      String kind,
      String state,
      Instant createdAt,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable String error) {
    static JobMark of(Job job) {
      return new JobMark(
          job.id().toString(),
          job.kind().label(),
          job.state().name(),
          job.createdAt(),
          job.startedAt(),
          job.finishedAt(),
          job.error());
    }
  }

  /** A save that is no snapshot. */
  public record SaveMark(Instant at, String state, String trigger, String jobId, String commit) {
    static SaveMark of(SavePoint save) {
      return new SaveMark(
          save.at(),
          save.state().label(),
          save.trigger().label(),
          save.job().toString(),
          save.commit());
    }
  }

  public static LifelineJson of(Lifeline line) {
    return new LifelineJson(
        line.project().toString(),
        line.name(),
        line.owner().value(),
        line.latest(),
        line.jobs().stream().map(JobMark::of).toList(),
        line.containers(),
        line.sessions(),
        line.saves().stream().map(SaveMark::of).toList());
  }
}
