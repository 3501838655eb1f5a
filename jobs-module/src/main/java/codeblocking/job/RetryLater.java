package codeblocking.job;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that time may cure. The message says what failed; the ledger adds what comes next. */
public final class RetryLater extends Exception {
  private final Optional<Duration> after;
  private final Optional<String> waitsOn;
  private final boolean tried;

  public RetryLater(String message, @Nullable Throwable cause) {
    this(message, cause, Optional.empty());
  }

  /** {@code after}: not sooner than this, as the other side asked ({@code Retry-After}). */
  public RetryLater(String message, @Nullable Throwable cause, Optional<Duration> after) {
    this(message, cause, after, Optional.empty(), true);
  }

  private RetryLater(
      String message,
      @Nullable Throwable cause,
      Optional<Duration> after,
      Optional<String> waitsOn,
      boolean tried) {
    super(message, cause);
    this.after = after;
    this.waitsOn = waitsOn;
    this.tried = tried;
  }

  /** Somebody outside, such as a host, is away; when it is back, the job goes on at once. */
  public static RetryLater away(String who, String message, @Nullable Throwable cause) {
    return new RetryLater(message, cause, Optional.empty(), Optional.of(who), true);
  }

  /** The same, known beforehand: nothing was tried, so no try is counted. */
  public static RetryLater knownAway(String who, String message, Duration after) {
    return new RetryLater(message, null, Optional.of(after), Optional.of(who), false);
  }

  public Optional<Duration> after() {
    return after;
  }

  /** Whose return ends the wait, in words for people and as the key of {@link Claims#goOn}. */
  public Optional<String> waitsOn() {
    return waitsOn;
  }

  /** Whether this counts as a try of the job. */
  public boolean tried() {
    return tried;
  }
}
