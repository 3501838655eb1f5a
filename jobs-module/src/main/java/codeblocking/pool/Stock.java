package codeblocking.pool;

import codeblocking.container.Spare;
import codeblocking.settings.EnvironmentSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The spares of one environment, and what is to be done about them.
 *
 * <p>Taking one waits for nobody; all else is guarded by this.
 */
final class Stock {
  private static final Duration BETWEEN_REMOVALS = Duration.ofSeconds(60);

  /** The page that a click opens comes first: a container in the making takes a core from it. */
  private static final Duration PAGE_OPENS = Duration.ofSeconds(1);

  private final EnvironmentSettings environment;
  private final ConcurrentLinkedDeque<Spare> ready = new ConcurrentLinkedDeque<>();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final DoubleSupplier random;
  private final DemandRule demand;
  private final CircuitRule circuit;
  private int starting;
  private boolean paused;
  private @Nullable String reason;
  private Instant nextRemoval = Instant.MIN;

  /** Since when there are too few. */
  private Instant shortSince = Instant.MAX;

  Stock(EnvironmentSettings environment, DoubleSupplier random) {
    this.environment = environment;
    this.random = random;
    this.demand = new DemandRule(environment.poolSize(), environment.poolMax());
    this.circuit = new CircuitRule(random);
  }

  /** What is to be done next. */
  enum Step {
    MAKE,
    REMOVE,
    NOTHING
  }

  EnvironmentSettings environment() {
    return environment;
  }

  /** The oldest that is alive; null: none. */
  @Nullable Spare take() {
    for (Spare spare = ready.poll(); spare != null; spare = ready.poll()) {
      if (spare.alive()) {
        return spare;
      }
    }
    return null;
  }

  void putBack(Spare spare) {
    ready.addFirst(spare);
  }

  void forget(Spare spare) {
    ready.remove(spare);
  }

  void forgetAll() {
    ready.clear();
  }

  void hit(Instant now) {
    hits.increment();
    asked(now);
  }

  void miss(Instant now) {
    misses.increment();
    asked(now);
  }

  private synchronized void asked(Instant now) {
    demand.asked(now);
  }

  synchronized void pause(boolean on) {
    paused = on;
  }

  /** Decides, and counts what is decided as under way. */
  synchronized Step next(Instant now) {
    int target = demand.target(now);
    int there = ready.size();
    if (there > target && there > 0) {
      if (nextRemoval.equals(Instant.MIN)) {
        nextRemoval = later(now);
      }
      if (!now.isBefore(nextRemoval)) {
        nextRemoval = later(now);
        return Step.REMOVE;
      }
      return Step.NOTHING;
    }
    nextRemoval = Instant.MIN;
    if (there + starting >= target) {
      shortSince = Instant.MAX;
      return Step.NOTHING;
    }
    if (shortSince.equals(Instant.MAX)) {
      shortSince = now;
    }
    boolean pageFirst = there > 0 && now.isBefore(shortSince.plus(PAGE_OPENS));
    if (paused || pageFirst || !circuit.allows(now, starting)) {
      return Step.NOTHING;
    }
    starting++;
    return Step.MAKE;
  }

  /** Uneven, so that environments do not all shrink at one moment. */
  private Instant later(Instant now) {
    return now.plusMillis(
        Math.round(BETWEEN_REMOVALS.toMillis() * (0.75 + random.getAsDouble() / 2)));
  }

  synchronized void made(Spare spare) {
    starting--;
    circuit.succeeded();
    reason = spare.complaint().isEmpty() ? null : spare.complaint();
    ready.add(spare);
  }

  synchronized void failed(Instant now, String why, boolean permanent) {
    starting--;
    circuit.failed(now, permanent);
    reason = why;
  }

  synchronized void interrupted() {
    starting--;
  }

  synchronized PoolStatus status(Instant now) {
    return new PoolStatus(
        environment.name(),
        environment.image(),
        ready.size(),
        starting,
        environment.poolSize(),
        demand.target(now),
        environment.poolMax(),
        paused,
        circuit.state(now).label(),
        reason,
        hits.sum(),
        misses.sum());
  }
}
