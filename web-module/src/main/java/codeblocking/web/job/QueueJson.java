package codeblocking.web.job;

import codeblocking.job.QueueStatus;
import org.jspecify.annotations.Nullable;

/**
 * A queue in JSON.
 *
 * @param name the lane, as in the calls
 * @param queue its name at the broker
 * @param consumers null: unknown
 */
public record QueueJson(
    String name,
    String queue,
    long depth,
    long inDelivery,
    long scheduled,
    @Nullable Integer consumers,
    long oldestAgeMillis,
    boolean paused,
    @Nullable String pausedReason) {
  public static QueueJson of(QueueStatus status) {
    return new QueueJson(
        status.lane().label(),
        status.lane().queue(),
        status.depth(),
        status.inDelivery(),
        status.scheduled(),
        status.consumers() < 0 ? null : status.consumers(),
        status.oldestAgeMillis(),
        status.paused(),
        status.pausedReason());
  }
}
