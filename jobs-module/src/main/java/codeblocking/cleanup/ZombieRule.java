package codeblocking.cleanup;

import java.time.Duration;
import java.time.Instant;

/** Which container nobody uses any more. */
public final class ZombieRule {
  private final Duration age;
  private final Duration freeze;

  /** {@code freeze}: how long a container may stay frozen. */
  public ZombieRule(Duration age, Duration freeze) {
    this.age = age;
    this.freeze = freeze;
  }

  /**
   * What is known of a container.
   *
   * @param usedAt end of the last session; where there was none, when it was made
   * @param busy a job that starts, saves or stops it is accepted and has not ended
   */
  public record Facts(int sessions, boolean frozen, boolean busy, Instant usedAt) {}

  /**
   * A save that is pending makes it busy: its container is no zombie (CONTRACT §6). Nor is one that
   * is frozen, until long after its time: a job waits for that, unless it was lost.
   */
  public boolean isZombie(Facts facts, Instant now) {
    Duration allowed = facts.frozen() ? freeze.plus(age) : age;
    return facts.sessions() == 0 && !facts.busy() && !facts.usedAt().plus(allowed).isAfter(now);
  }
}
