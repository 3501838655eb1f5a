package codeblocking.prewarm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a user may have warmed on a hunch, by how often the hunches were right.
 *
 * <p>Each costs a token. One that was right gives it back with a half on top, one that was wrong
 * has lost it; time gives back a little, so that who was wrong often is asked again some day.
 */
public final class IntentBudget {
  /** Containers on hunches at the same moment. */
  static final int MOST_LIVE = 2;

  static final double AT_FIRST = 2;
  static final double MOST = 4;
  static final double COST = 1;
  static final double RIGHT = 1.5;

  /** A token comes back in this time, whatever happens. */
  static final Duration REFILL = Duration.ofMinutes(10);

  /** Long enough to read the page and click; an unused container is cheap for no longer. */
  static final Duration WINDOW = Duration.ofSeconds(45);

  private IntentBudget() {}

  static IntentScore atFirst(Instant now) {
    return new IntentScore(AT_FIRST, now, 0, 0);
  }

  /** The score as time has made it. */
  static IntentScore refilled(IntentScore score, Instant now) {
    double gained = (double) Duration.between(score.at(), now).toMillis() / REFILL.toMillis();
    double tokens = Math.min(MOST, score.tokens() + Math.max(0, gained));
    return new IntentScore(tokens, now, score.hits(), score.misses());
  }

  /**
   * Whether one more may be warmed.
   *
   * @param live hunches that have not ended
   * @return empty: it may; else how long to wait
   */
  static Optional<Duration> refusal(IntentScore refilled, int live) {
    if (live >= MOST_LIVE) {
      return Optional.of(WINDOW);
    }
    double missing = COST - refilled.tokens();
    return missing <= 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds((long) Math.ceil(missing * REFILL.toSeconds())));
  }

  static IntentScore spent(IntentScore score) {
    return new IntentScore(score.tokens() - COST, score.at(), score.hits(), score.misses());
  }

  static IntentScore ended(IntentScore score, IntentOutcome outcome) {
    return switch (outcome) {
      case HIT ->
          new IntentScore(
              Math.min(MOST, score.tokens() + RIGHT), score.at(), score.hits() + 1, score.misses());
      case MISS -> new IntentScore(score.tokens(), score.at(), score.hits(), score.misses() + 1);
      case WITHDRAWN ->
          new IntentScore(
              Math.min(MOST, score.tokens() + COST), score.at(), score.hits(), score.misses());
    };
  }
}
