package codeblocking.remote;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the remote last answered in HTTP: JGit's exceptions keep it as text only, if at all. */
final class Trail {
  private static final Duration MOST = Duration.ofHours(1);

  private final Clock clock;
  private int status;
  private @Nullable String retryAfter;
  private @Nullable String location;

  Trail(Clock clock) {
    this.clock = clock;
  }

  void note(int newStatus, @Nullable String newRetryAfter, @Nullable String newLocation) {
    status = newStatus;
    retryAfter = newRetryAfter;
    location = newLocation;
  }

  /** 0: no answer yet. */
  int status() {
    return status;
  }

  /** Where it says that the repository is now; only ever shown. */
  @Nullable String location() {
    return location;
  }

  /** In seconds or as a date, at most an hour: nobody is to keep a save waiting for longer. */
  Optional<Duration> retryAfter() {
    String text = retryAfter == null ? "" : retryAfter.strip();
    if (text.matches("\\d{1,9}")) {
      return Optional.of(least(Duration.ofSeconds(Long.parseLong(text))));
    }
    try {
      Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
      Duration wait = Duration.between(clock.instant(), then);
      return Optional.of(wait.isNegative() ? Duration.ZERO : least(wait));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration least(Duration asked) {
    return asked.compareTo(MOST) < 0 ? asked : MOST;
  }
}
