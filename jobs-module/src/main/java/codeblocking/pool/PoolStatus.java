package codeblocking.pool;

import org.jspecify.annotations.Nullable;

/**
 * The pool of one environment, as operators see it.
 *
 * @param target how many are to be ready now, between minimum and maximum
 * @param circuit {@code closed}, {@code open} or {@code halfOpen}
 * @param reason why the last try failed, or what the image lacks; null: all is well
 * @param hits claims that were served from it
 * @param misses claims that found it empty
 */
public record PoolStatus(
    String environment,
    String image,
    int ready,
    int starting,
    int minimum,
    int target,
    int maximum,
    boolean paused,
    String circuit,
    @Nullable String reason,
    long hits,
    long misses) {
  /** Of all claims, from 0 to 1; 1 where there was none. */
  public double hitRate() {
    return hits + misses == 0 ? 1 : (double) hits / (hits + misses);
  }
}
