package codeblocking.remote;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the remote last answered in HTTP: JGit's exceptions keep it as text only, if at all. */
final class Trail {
  private static final long MOST_SECONDS = 3_600;

  private int status;
  private @Nullable String retryAfter;

  void note(int newStatus, @Nullable String newRetryAfter) {
    status = newStatus;
    retryAfter = newRetryAfter;
  }

  /** 0: no answer yet. */
  int status() {
    return status;
  }

  /** Only the form in seconds: that is what git hosts send. */
  Optional<Duration> retryAfter() {
    String text = retryAfter == null ? "" : retryAfter.strip();
    return text.matches("\\d{1,9}")
        ? Optional.of(Duration.ofSeconds(Math.min(MOST_SECONDS, Long.parseLong(text))))
        : Optional.empty();
  }
}
