package codeblocking.activity;

import java.time.Duration;
import java.time.Instant;

/** How long clients that do nothing keep a container. */
public final class IdleRule {
  private static final Duration LONGEST_NOTICE = Duration.ofMinutes(5);

  /** Work that was seen within this goes on. */
  private static final Duration RECENT = Duration.ofMinutes(1);

  private final Duration idle;
  private final Duration work;

  /** Work inside puts the end off by at most the longer of the two. */
  public IdleRule(Duration idle, Duration keepalive) {
    this.idle = idle;
    this.work = idle.compareTo(keepalive) < 0 ? keepalive : idle;
  }

  /**
   * What is known of a project with clients.
   *
   * @param lastUse when somebody typed, came, or ordered something
   * @param lastWork when work was last seen inside
   */
  public record Facts(Instant lastUse, Instant lastWork) {}

  /** What is done about them. */
  public enum Verdict {
    STAY,
    NOTICE,
    STOP
  }

  public Verdict judge(Facts facts, Instant now) {
    Instant end = end(facts);
    if (!end.isAfter(now)) {
      return Verdict.STOP;
    }
    return end.minus(notice()).isAfter(now) ? Verdict.STAY : Verdict.NOTICE;
  }

  /** When they keep it no longer, as far as can be told now: a notice comes before, always. */
  public Instant end(Facts facts) {
    Instant usual = facts.lastUse().plus(idle);
    Instant later = facts.lastWork().plus(RECENT).plus(notice());
    Instant latest = usual.plus(work);
    Instant putOff = later.isBefore(latest) ? later : latest;
    return putOff.isAfter(usual) ? putOff : usual;
  }

  private Duration notice() {
    Duration half = idle.dividedBy(2);
    return half.compareTo(LONGEST_NOTICE) < 0 ? half : LONGEST_NOTICE;
  }
}
