package codeblocking.job;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that time may cure. The message says what failed; the ledger adds what comes next. */
public final class RetryLater extends Exception {
  private final Optional<Duration> after;

  public RetryLater(String message, @Nullable Throwable cause) {
    this(message, cause, Optional.empty());
  }

  /** {@code after}: not sooner than this, as the other side asked ({@code Retry-After}). */
  public RetryLater(String message, @Nullable Throwable cause, Optional<Duration> after) {
    super(message, cause);
    this.after = after;
  }

  public Optional<Duration> after() {
    return after;
  }
}
