package codeblocking.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a failed job runs again: {@code min(cap, base × 2^(n−1))}, ±20 % so that many do not come at
 * once, within an attempt count or a horizon.
 *
 * @param base before the second try
 * @param cap longest pause
 * @param attempts most tries; 0: as many as the horizon holds
 * @param horizon from acceptance to the last try
 */
public record RetryPolicy(Duration base, Duration cap, int attempts, Duration horizon) {
  /** A prewarm nobody waits for any more is not worth starting. */
  public static final Duration PREWARM_LIFETIME = Duration.ofMinutes(10);

  /** A save keeps trying a remote for a day; a prewarm is soon or not at all. */
  public static RetryPolicy of(JobKind kind) {
    return switch (kind) {
      case PREWARM ->
          new RetryPolicy(Duration.ofMillis(250), Duration.ofSeconds(5), 5, PREWARM_LIFETIME);
      case PERSIST, RESTORE ->
          new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), 0, Duration.ofHours(24));
      case IMPORT, FETCH ->
          new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(1), 10, Duration.ofHours(2));
      case STOP, DELETE ->
          new RetryPolicy(Duration.ofMillis(500), Duration.ofSeconds(30), 10, Duration.ofHours(24));
      case SWEEP -> new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, Duration.ZERO);
    };
  }

  /**
   * The pause before the next try.
   *
   * @param attempt tries made, at least 1
   * @param asked not sooner than this; zero: nothing asked
   * @param jitter from 0 to 1
   * @return empty: no further try
   */
  public Optional<Duration> pause(
      int attempt, Instant acceptedAt, Instant now, Duration asked, double jitter) {
    if (attempts > 0 && attempt >= attempts) {
      return Optional.empty();
    }
    double doubled = (double) base.toMillis() * Math.pow(2, Math.min(attempt - 1, 30));
    double capped = Math.min((double) cap.toMillis(), doubled);
    Duration pause = Duration.ofMillis(Math.round(capped * (0.8 + 0.4 * jitter)));
    Duration longest = pause.compareTo(asked) < 0 ? asked : pause;
    return within(longest, acceptedAt, now);
  }

  /**
   * The pause of a job that was put off without a try: as asked, and up to a fifth more.
   *
   * @return empty: no further try
   */
  public Optional<Duration> putOff(Instant acceptedAt, Instant now, Duration asked, double jitter) {
    long millis = Math.round((double) asked.toMillis() * (1 + 0.2 * jitter));
    return within(Duration.ofMillis(millis), acceptedAt, now);
  }

  private Optional<Duration> within(Duration pause, Instant acceptedAt, Instant now) {
    boolean late = now.plus(pause).isAfter(acceptedAt.plus(horizon));
    return late ? Optional.empty() : Optional.of(pause);
  }
}
