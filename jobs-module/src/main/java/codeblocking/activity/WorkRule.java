package codeblocking.activity;

import java.time.Duration;

/** Whether work went on inside between two looks. */
public final class WorkRule {
  /** A fiftieth of a processor: what only waits, such as a server without requests, uses less. */
  private static final double SHARE = 0.02;

  private WorkRule() {}

  /** Differences between two looks. */
  public record Sample(Duration between, long cpuNanos, long output) {}

  public static boolean works(Sample sample) {
    return sample.output() > 0 || sample.cpuNanos() > sample.between().toNanos() * SHARE;
  }
}
