package codeblocking.job;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a person may do to a job, and from which states. */
public enum JobAction {
  RETRY("retried", EnumSet.of(JobState.DEAD, JobState.RETRYING)),
  CANCEL(
      "cancelled",
      EnumSet.of(
          JobState.SCHEDULED,
          JobState.READY,
          JobState.BLOCKED,
          JobState.RETRYING,
          JobState.RUNNING)),
  RESOLVE("resolved", EnumSet.of(JobState.DEAD));

  private final String past;
  private final Set<JobState> from;

  JobAction(String past, EnumSet<JobState> from) {
    this.past = past;
    this.from = Collections.unmodifiableSet(from);
  }

  public Set<JobState> from() {
    return from;
  }

  /** Whoever ends a job for good says why. */
  public boolean needsReason() {
    return this != RETRY;
  }

  /** "retried". */
  public String past() {
    return past;
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<JobAction> parse(String text) {
    return Arrays.stream(values()).filter(action -> action.label().equals(text)).findFirst();
  }
}
