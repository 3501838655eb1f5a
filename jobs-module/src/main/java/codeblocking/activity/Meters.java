package codeblocking.activity;

import codeblocking.container.ContainerId;
import java.util.Collection;
import java.util.Map;

/** What containers use, read in one go. */
public interface Meters {
  /**
   * What one has used.
   *
   * @param cpuNanos of processor time, since it was started
   * @param memoryBytes that it holds now
   */
  record Usage(long cpuNanos, long memoryBytes) {}

  /** Those that cannot be read are left out; never fails. */
  Map<ContainerId, Usage> read(Collection<ContainerId> containers);
}
