package codeblocking.prewarm;

import java.time.Duration;

/** As many containers run as may; nothing was started. */
public final class LimitReached extends RuntimeException {
  private final Duration retryAfter;

  public LimitReached(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
