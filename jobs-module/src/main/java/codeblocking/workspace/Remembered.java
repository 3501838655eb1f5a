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

  /** Somebody read every byte: if that is something else than was known, all trust is gone. */
  void contradict(Snapshot truth, @Nullable String base, boolean sparse) {
    KnownTree now = known;
    if (now != null
        && now.sparse() == sparse
        && java.util.Objects.equals(now.base(), base)
        && !now.snapshot().tree().equals(truth.tree())) {
      known = null;
      cache = new StatCache();
    }
  }
}
