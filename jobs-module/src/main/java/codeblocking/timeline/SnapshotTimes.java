package codeblocking.timeline;

import java.util.concurrent.atomic.LongAdder;

/** How long looking for something to keep took, for the metrics. */
public final class SnapshotTimes {
  private final LongAdder taken = new LongAdder();
  private final LongAdder takenNanos = new LongAdder();
  private final LongAdder unchanged = new LongAdder();
  private final LongAdder unchangedNanos = new LongAdder();

  void add(boolean kept, long nanos) {
    (kept ? taken : unchanged).increment();
    (kept ? takenNanos : unchangedNanos).add(nanos);
  }

  /** {@code kept} false: rounds in which nothing had changed. */
  public long count(boolean kept) {
    return (kept ? taken : unchanged).sum();
  }

  public double seconds(boolean kept) {
    return (kept ? takenNanos : unchangedNanos).sum() / 1e9;
  }
}
