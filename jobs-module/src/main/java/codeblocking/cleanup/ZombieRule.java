package codeblocking.cleanup;

import java.time.Duration;
import java.time.Instant;

/** Which container nobody uses any more. */
public final class ZombieRule {
  private final Duration age;

  public ZombieRule(Duration age) {
    this.age = age;
  }

  /**
   * What is known of a container.
   *
   * @param usedAt end of the last session; where there was none, when it was made
   * @param busy a job that starts, saves or stops it is accepted and has not ended
   */
  public record Facts(int sessions, boolean frozen, boolean busy, Instant usedAt) {}

  /** A save that is pending makes it busy: its container is no zombie (CONTRACT §6). */
  public boolean isZombie(Facts facts, Instant now) {
    return facts.sessions() == 0
        && !facts.frozen()
        && !facts.busy()
        && !facts.usedAt().plus(age).isAfter(now);
  }
}
