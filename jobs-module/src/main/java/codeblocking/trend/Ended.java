package codeblocking.trend;

import codeblocking.job.JobKind;
import codeblocking.job.JobState;
import java.time.Instant;

/** A job that has ended, as far as a trend needs it. */
public record Ended(JobKind kind, JobState state, Instant createdAt, Instant finishedAt) {
  /** A click's way to its prompt. */
  boolean isPrompt() {
    return kind == JobKind.PREWARM && state == JobState.SUCCEEDED;
  }
}
