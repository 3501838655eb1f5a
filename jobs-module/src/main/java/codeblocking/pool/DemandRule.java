package codeblocking.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many spares an environment is to have, by what was asked for. */
final class DemandRule {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Who came in a burst tends to come again soon. */
  private static final int MINUTES = 5;

  /** A burst that is larger counts as one of this size. */
  private static final int MOST_REMEMBERED = 4096;

  private final int minimum;
  private final int maximum;
  private final Deque<Instant> claims = new ArrayDeque<>();

  DemandRule(int minimum, int maximum) {
    this.minimum = minimum;
    this.maximum = maximum;
  }

  void asked(Instant now) {
    claims.addLast(now);
    if (claims.size() > MOST_REMEMBERED) {
      claims.removeFirst();
    }
  }

  int target(Instant now) {
    while (!claims.isEmpty()
        && !claims.getFirst().plus(MINUTE.multipliedBy(MINUTES)).isAfter(now)) {
      claims.removeFirst();
    }
    return Math.max(minimum, Math.min(maximum, mostInOneMinute()));
  }

  private int mostInOneMinute() {
    int most = 0;
    Deque<Instant> window = new ArrayDeque<>();
    for (Instant claim : claims) {
      window.addLast(claim);
      while (!window.getFirst().plus(MINUTE).isAfter(claim)) {
        window.removeFirst();
      }
      most = Math.max(most, window.size());
    }
    return most;
  }
}
