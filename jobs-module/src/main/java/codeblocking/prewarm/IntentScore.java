package codeblocking.prewarm;

import java.time.Instant;

/**
 * How often a user's hunches were right.
 *
 * @param tokens what is left to spend, as of {@code at}
 */
public record IntentScore(double tokens, Instant at, int hits, int misses) {}
