package codeblocking.job;

import org.jspecify.annotations.Nullable;

/**
 * A lane as the operator sees it.
 *
 * @param depth jobs waiting, whether or not they may run yet
 * @param inDelivery jobs at work
 * @param scheduled of the waiting ones, those whose time has not come
 * @param consumers workers attached to the broker's queue; -1: unknown
 * @param oldestAgeMillis how long the oldest that may run has waited; 0: none
 */
public record QueueStatus(
    Lane lane,
    long depth,
    long inDelivery,
    long scheduled,
    int consumers,
    long oldestAgeMillis,
    boolean paused,
    @Nullable String pausedReason) {}
