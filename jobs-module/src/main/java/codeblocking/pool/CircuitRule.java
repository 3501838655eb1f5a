package codeblocking.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/** When an image that failed is tried again. */
final class CircuitRule {
  /** In a row; one may always fail. */
  private static final int BUDGET = 3;

  private static final Duration FIRST = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int MOST_DOUBLINGS = 10;

  /** Waits differ by as much, so that images that failed together do not come back together. */
  private static final double JITTER = 0.2;

  private final DoubleSupplier random;
  private int failures;
  private int openings;
  private Instant openUntil = Instant.MIN;

  /**
   * Closed.
   *
   * @param random from 0 to 1
   */
  CircuitRule(DoubleSupplier random) {
    this.random = random;
  }

  /** CLOSED: go on; OPEN: wait; HALF_OPEN: one may try. */
  enum State {
    CLOSED("closed"),
    OPEN("open"),
    HALF_OPEN("halfOpen");

    private final String label;

    State(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  State state(Instant now) {
    if (openings == 0) {
      return State.CLOSED;
    }
    return now.isBefore(openUntil) ? State.OPEN : State.HALF_OPEN;
  }

  boolean allows(Instant now, int underWay) {
    return switch (state(now)) {
      case CLOSED -> true;
      case OPEN -> false;
      case HALF_OPEN -> underWay == 0;
    };
  }

  void succeeded() {
    failures = 0;
    openings = 0;
  }

  /**
   * Counts a failure.
   *
   * @param permanent it will fail again: no more tries at once
   */
  void failed(Instant now, boolean permanent) {
    failures++;
    if (permanent || failures >= BUDGET || openings > 0) {
      openings++;
      Duration wait = FIRST.multipliedBy(1L << Math.min(openings - 1, MOST_DOUBLINGS));
      Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
      double share = 1 + JITTER * (2 * random.getAsDouble() - 1);
      openUntil = now.plusMillis(Math.round(bounded.toMillis() * share));
    }
  }
}
