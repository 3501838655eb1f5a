package codeblocking.workspace;

import java.time.Duration;

/**
 * What of a workspace a save takes.
 *
 * @param fileBytes of one file; git hosts refuse from 100 MB on
 * @param totalBytes of all files: the workspace's quota
 * @param entries of all kinds
 * @param depth of directories
 * @param time of one walk; what it does not reach stays as it was saved before
 */
public record Limits(long fileBytes, long totalBytes, int entries, int depth, Duration time) {
  public static Limits withQuota(long bytes) {
    return new Limits(95L << 20, bytes, 300_000, 128, Duration.ofMinutes(10));
  }
}
