package codeblocking.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether work that goes on inside keeps a container that no client is attached to. */
public final class KeepaliveRule {
  /** Work was seen within this: it goes on. Also how soon it is looked at again. */
  static final Duration RECENT = Duration.ofSeconds(30);

  private final Duration keepalive;

  public KeepaliveRule(Duration keepalive) {
    this.keepalive = keepalive;
  }

  /**
   * What is known.
   *
   * @param clientsLeft when the last client went
   * @param lastWork when work was last seen inside
   */
  public record Facts(Instant clientsLeft, Instant lastWork) {}

  /** When it has to be let go whatever goes on inside. */
  public Instant until(Facts facts) {
    return facts.clientsLeft().plus(keepalive);
  }

  /** After how long it is looked at again; empty: nothing keeps it. */
  public Optional<Duration> keep(Facts facts, Instant now) {
    Instant until = until(facts);
    boolean goesOn =
        facts.lastWork().isAfter(facts.clientsLeft()) && facts.lastWork().plus(RECENT).isAfter(now);
    if (!goesOn || !until.isAfter(now)) {
      return Optional.empty();
    }
    Duration left = Duration.between(now, until);
    return Optional.of(left.compareTo(RECENT) < 0 ? left : RECENT);
  }
}
