package codeblocking.workspace;

/**
 * What of a workspace a save takes.
 *
 * @param fileBytes of one file; git hosts refuse from 100 MB on
 * @param totalBytes of all files: the workspace's quota
 * @param entries of all kinds
 * @param depth of directories
 */
public record Limits(long fileBytes, long totalBytes, int entries, int depth) {
  public static Limits withQuota(long bytes) {
    return new Limits(95L << 20, bytes, 300_000, 128);
  }
}
