package codeblocking.workspace;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What is remembered of a project's tree between two readings. */
final class Remembered {
  private final ReentrantLock lock = new ReentrantLock();
  private volatile StatCache cache = new StatCache();
  private volatile @Nullable KnownTree known;

  /** Held by whoever makes a tree that will be remembered. */
  ReentrantLock lock() {
    return lock;
  }

  StatCache cache() {
    return cache;
  }

  @Nullable KnownTree known() {
    return known;
  }

  void know(KnownTree tree) {
    // What hit a limit depends on the order of reading, and is read anew.
    known = tree.snapshot().complete() ? tree : null;
  }

  void forgetTree() {
    known = null;
  }

  /**
   * Somebody read every byte. Unless that is what was known, nothing that was known is trusted any
   * more: the save that a gate then asks for reads every byte as well (S2).
   */
  void contradict(Snapshot truth) {
    KnownTree now = known;
    if (now == null || !now.snapshot().tree().equals(truth.tree())) {
      known = null;
      cache = new StatCache();
    }
  }
}
