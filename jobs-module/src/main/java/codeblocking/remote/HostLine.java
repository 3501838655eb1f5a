package codeblocking.remote;

import codeblocking.job.RetryLater;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One host as all projects together see it. While it is away, one exchange at a time finds out
 * whether it still is, and nobody else waits for the answer; and at any time it keeps so many
 * workers and no more, so that a host that swallows what it is sent leaves some to the others.
 */
final class HostLine {
  /** Fewer than there are workers of the persist and stop lanes. */
  static final int MOST_SAVES = 6;

  /** Fewer than there are workers of the import lane. */
  static final int MOST_FETCHES = 4;

  private static final Duration SOON = Duration.ofSeconds(2);
  // While one asks the others look in rarely: its success calls them.
  private static final Duration PROBE = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  // A burst passes in this time; behind a host that hangs nobody stands for longer.
  private static final long PATIENCE_MILLIS = 200;

  private final String host;
  private final Clock clock;
  private final CircuitBreaker breaker;
  private final Semaphore saves = new Semaphore(MOST_SAVES);
  private final Semaphore fetches = new Semaphore(MOST_FETCHES);
  private volatile Instant nextProbe = Instant.EPOCH;

  HostLine(String host, Clock clock, Runnable back) {
    this.host = host;
    this.clock = clock;
    this.breaker = CircuitBreaker.of(host, config());
    this.breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              if (event.getStateTransition().getToState() == CircuitBreaker.State.CLOSED) {
                back.run();
              }
            });
  }

  private CircuitBreakerConfig config() {
    return CircuitBreakerConfig.custom()
        .clock(clock)
        .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
        .slidingWindow(10, 5, SlidingWindowType.COUNT_BASED)
        .failureRateThreshold(80)
        .slowCallRateThreshold(100)
        .slowCallDurationThreshold(Duration.ofHours(24))
        .permittedNumberOfCallsInHalfOpenState(1)
        .waitIntervalFunctionInOpenState(this::pause)
        .writableStackTraceEnabled(false)
        .build();
  }

  /** In milliseconds; notes when it ends, which the breaker does not tell. */
  private long pause(int opened) {
    long doubled = FIRST_PAUSE.toMillis() << Math.min(10, Math.max(0, opened - 1));
    long pause = Math.min(LONGEST_PAUSE.toMillis(), doubled);
    nextProbe = clock.instant().plusMillis(pause);
    return pause;
  }

  /** Who may speak to the host; say how it ended, and close it in any case. */
  final class Visit implements AutoCloseable {
    private final Semaphore places;
    private boolean ended;

    private Visit(Semaphore places) {
      this.places = places;
    }

    void answered() {
      if (!ended) {
        ended = true;
        breaker.onSuccess(0, TimeUnit.MILLISECONDS);
      }
    }

    void away(Exception failure) {
      if (!ended) {
        ended = true;
        breaker.onError(0, TimeUnit.MILLISECONDS, failure);
      }
    }

    @Override
    public void close() {
      if (!ended) {
        breaker.releasePermission();
      }
      places.release();
    }
  }

  /**
   * Comes in.
   *
   * @throws RetryLater at once, where the host is away or keeps enough workers already
   */
  Visit enter(boolean fetches) throws RetryLater {
    Semaphore places = fetches ? this.fetches : saves;
    if (!place(places)) {
      throw RetryLater.knownAway(
          host, "%s keeps others waiting; this one waits its turn".formatted(host), SOON);
    }
    if (!breaker.tryAcquirePermission()) {
      places.release();
      Duration pause = Duration.between(clock.instant(), nextProbe);
      throw RetryLater.knownAway(
          host,
          "%s has not answered of late; it is asked now and then, and this goes on once it answers"
              .formatted(host),
          pause.compareTo(PROBE) < 0 ? PROBE : pause);
    }
    return new Visit(places);
  }

  private boolean place(Semaphore places) {
    try {
      return places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  boolean closed() {
    return breaker.getState() == CircuitBreaker.State.CLOSED;
  }
}
