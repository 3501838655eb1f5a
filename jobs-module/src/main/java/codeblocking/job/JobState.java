package codeblocking.job;

import java.util.EnumSet;
import java.util.Set;

/**
 * The life of a job.
 *
 * <p>It is READY at once or SCHEDULED for later; a worker takes it to RUNNING, or finds its project
 * busy and leaves it BLOCKED until the other job rings it. RUNNING ends in SUCCEEDED, in RETRYING
 * with a time, or in DEAD, which waits for a person; a worker that vanished leaves it LOST, and it
 * is READY again. Nobody takes it out of RETRYING or DEAD but time, a cause that went away, or a
 * person with a reason.
 */
public enum JobState {
  SCHEDULED,
  READY,
  BLOCKED,
  RUNNING,
  LOST,
  RETRYING,
  SUCCEEDED,
  DEAD,
  RESOLVED,
  CANCELLED,
  SUPERSEDED,
  EXPIRED;

  /** The states a job may go to from here. */
  public Set<JobState> next() {
    return switch (this) {
      case SCHEDULED -> EnumSet.of(READY, BLOCKED, RUNNING, CANCELLED, SUPERSEDED);
      case READY -> EnumSet.of(BLOCKED, RUNNING, CANCELLED, SUPERSEDED, EXPIRED);
      case BLOCKED -> EnumSet.of(READY, RUNNING, CANCELLED, SUPERSEDED, EXPIRED);
      case RUNNING -> EnumSet.of(SUCCEEDED, RETRYING, READY, DEAD, CANCELLED, LOST);
      case LOST -> EnumSet.of(READY, DEAD);
      case RETRYING -> EnumSet.of(READY, BLOCKED, RUNNING, CANCELLED, SUPERSEDED, DEAD);
      case DEAD -> EnumSet.of(READY, RESOLVED, SUPERSEDED);
      case SUCCEEDED, RESOLVED, CANCELLED, SUPERSEDED, EXPIRED -> EnumSet.noneOf(JobState.class);
    };
  }

  public boolean mayBecome(JobState other) {
    return next().contains(other);
  }

  /** Nothing more will happen by itself. */
  public boolean terminal() {
    return switch (this) {
      case SUCCEEDED, DEAD, RESOLVED, CANCELLED, SUPERSEDED, EXPIRED -> true;
      case SCHEDULED, READY, BLOCKED, RUNNING, LOST, RETRYING -> false;
    };
  }

  /** Accepted and not at work. */
  public boolean waiting() {
    return switch (this) {
      case SCHEDULED, READY, BLOCKED, RETRYING -> true;
      case RUNNING, LOST, SUCCEEDED, DEAD, RESOLVED, CANCELLED, SUPERSEDED, EXPIRED -> false;
    };
  }
}
