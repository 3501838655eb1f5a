package codeblocking.github;

import codeblocking.github.GitHubRefusal.Kind;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHFileNotFoundException;
import org.kohsuke.github.GHIOException;
import org.kohsuke.github.HttpException;

/** What an answer of GitHub's that is no success means. */
final class Refusals {
  private static final Duration UNSAID = Duration.ofMinutes(1);
  private static final Duration MOST = Duration.ofHours(2);

  private final String host;
  private final Clock clock;

  Refusals(String host, Clock clock) {
    this.host = host;
    this.clock = clock;
  }

  GitHubRefusal of(Throwable failure) {
    GHIOException told = find(failure, GHIOException.class);
    HttpException http = find(failure, HttpException.class);
    Map<String, List<String>> headers = headers(told);
    int status = http == null ? 0 : http.getResponseCode();
    if (find(failure, GHFileNotFoundException.class) != null) {
      status = 404;
    }
    boolean exhausted =
        "0".equals(header(headers, "x-ratelimit-remaining"))
            || header(headers, "retry-after") != null;
    if (status == 429 || (status == 403 && exhausted)) {
      Duration after = after(headers);
      return new GitHubRefusal(
          Kind.LIMIT,
          "%s takes no more requests of yours for now; it does again in %d s"
              .formatted(host, after.toSeconds()),
          Optional.of(after),
          failure);
    }
    return switch (status) {
      case 401 ->
          user(
              "%s refused your credential; put a new one at /api/credentials/%s"
                  .formatted(host, host),
              failure);
      case 403 ->
          user(
              "your credential for %s lacks the right for this (scope repo; of a fine-grained token, contents: read and write)"
                  .formatted(host),
              failure);
      case 404 ->
          new GitHubRefusal(
              Kind.MISSING,
              host + " has no such repository, or hides it from your credential",
              Optional.empty(),
              failure);
      case 422 -> user(host + " refused it: a repository of this name may exist already", failure);
      default -> away(failure);
    };
  }

  /** The library has none where no answer came, and fails when it is asked for them. */
  private static @Nullable Map<String, List<String>> headers(@Nullable GHIOException told) {
    try {
      return told == null ? null : told.getResponseHeaderFields();
    } catch (NullPointerException e) {
      return null;
    }
  }

  private static GitHubRefusal user(String words, Throwable failure) {
    return new GitHubRefusal(Kind.USER, words, Optional.empty(), failure);
  }

  private GitHubRefusal away(Throwable failure) {
    return new GitHubRefusal(
        Kind.AWAY,
        host + " does not answer as it should; try again soon",
        Optional.empty(),
        failure);
  }

  private Duration after(@Nullable Map<String, List<String>> headers) {
    String seconds = header(headers, "retry-after");
    if (seconds != null && seconds.matches("\\d{1,6}")) {
      return bounded(Duration.ofSeconds(Long.parseLong(seconds)));
    }
    String reset = header(headers, "x-ratelimit-reset");
    if (reset != null && reset.matches("\\d{1,12}")) {
      try {
        Instant then = Instant.ofEpochSecond(Long.parseLong(reset));
        return bounded(Duration.between(clock.instant(), then));
      } catch (DateTimeException e) {
        return UNSAID;
      }
    }
    return UNSAID;
  }

  private static Duration bounded(Duration asked) {
    if (asked.compareTo(Duration.ofSeconds(1)) < 0) {
      return Duration.ofSeconds(1);
    }
    return asked.compareTo(MOST) < 0 ? asked : MOST;
  }

  private static @Nullable String header(
      @Nullable Map<String, List<String>> headers, String lowerCaseName) {
    if (headers == null) {
      return null;
    }
    return headers.entrySet().stream()
        .filter(
            e -> e.getKey() != null && e.getKey().toLowerCase(Locale.ROOT).equals(lowerCaseName))
        .flatMap(e -> e.getValue().stream())
        .findFirst()
        .orElse(null);
  }

  private static <T extends IOException> @Nullable T find(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
