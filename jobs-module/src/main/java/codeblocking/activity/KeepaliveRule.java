package codeblocking.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether work that goes on inside keeps a container that no client is attached to. */
public final class KeepaliveRule {
  /** Work was seen within this: it goes on. Also how soon it is looked at again. */
  static final Duration RECENT = Duration.ofSeconds(30);

  /** Time enough to see work by; what was measured for less is looked at again after as long. */
  static final Duration MEASURING = Duration.ofSeconds(2);

  private final Duration keepalive;

  public KeepaliveRule(Duration keepalive) {
    this.keepalive = keepalive;
  }

  /**
   * What is known.
   *
   * @param clientsLeft when the last client went
   * @param measured for how long work could have been seen
   * @param lastWork when work was last seen inside
   */
  public record Facts(Instant clientsLeft, Duration measured, Instant lastWork) {
    /** Whether it is known if work goes on. */
    public boolean known() {
      return measured.compareTo(MEASURING) >= 0;
    }
  }

  /** When it has to be let go whatever goes on inside. */
  public Instant until(Facts facts) {
    return facts.clientsLeft().plus(keepalive);
  }

  /** After how long it is looked at again; empty: nothing keeps it. */
  public Optional<Duration> keep(Facts facts, Instant now) {
    Instant until = until(facts);
    boolean goesOn =
        facts.lastWork().isAfter(facts.clientsLeft()) && facts.lastWork().plus(RECENT).isAfter(now);
    if (!until.isAfter(now) || (facts.known() && !goesOn)) {
      return Optional.empty();
    }
    Duration soon = facts.known() ? RECENT : MEASURING;
    Duration left = Duration.between(now, until);
    return Optional.of(left.compareTo(soon) < 0 ? left : soon);
  }
}
