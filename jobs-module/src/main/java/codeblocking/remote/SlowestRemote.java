package codeblocking.remote;

import java.time.Duration;

/**
 * How slow a remote may be before it counts as away.
 *
 * @param silence where something is waited for
 * @param start what an exchange may take in any case: hooks, the counting of objects, packing here
 * @param bytesPerSecond what every second more has to be earned with, on the average
 */
public record SlowestRemote(Duration silence, Duration start, long bytesPerSecond) {
  /** A bad telephone line passes; who gets 14 MB in an hour is not kept for more. */
  public static final SlowestRemote USUAL =
      new SlowestRemote(Duration.ofSeconds(60), Duration.ofMinutes(10), 4_096);

  Duration allowed(long bytesMoved) {
    return start.plusSeconds(bytesMoved / bytesPerSecond);
  }

  @Override
  public String toString() {
    return "%d bytes a second, after %d s to begin with"
        .formatted(bytesPerSecond, start.toSeconds());
  }
}
