package codeblocking.settings;

/**
 * One kind of workspace.
 *
 * @param name the key users choose by, such as {@code node}
 * @param image the image reference, such as {@code codeblocking/node:local}
 * @param memoryBytes memory and swap together, at least 64 MiB
 * @param cpus processor share, such as 1.5
 * @param pids most processes and threads at once
 * @param poolSize ready containers to keep
 * @param poolMax as many of them at most when many are asked for
 */
public record EnvironmentSettings(
    String name, String image, long memoryBytes, double cpus, int pids, int poolSize, int poolMax) {
  /** Bursts are about so much larger than what is usual. */
  static final int POOL_BURST = 4;

  public EnvironmentSettings(
      String name, String image, long memoryBytes, double cpus, int pids, int poolSize) {
    this(name, image, memoryBytes, cpus, pids, poolSize, poolSize * POOL_BURST);
  }
}
