package codeblocking.save;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Who is at a server-owned git directory, among the threads of this process.
 *
 * <p>Jobs are kept apart by the project's git lease. Snapshots are no jobs: they write a ref in
 * between, which no job must take for a lock that a crash left, and they collect garbage only while
 * no job is there, ending as soon as one comes.
 */
final class StoreTurns {
  /** Whoever is there, or waits, holds the object: where nobody does, there is nothing to know. */
  private static final Map<Path, WeakReference<StoreTurns>> ALL = new HashMap<>();

  private int jobs;
  private int writers;
  private int waiting;
  private boolean collecting;

  private StoreTurns() {}

  static StoreTurns of(Path gitDir) {
    Path path = gitDir.toAbsolutePath().normalize();
    synchronized (ALL) {
      ALL.values().removeIf(each -> each.get() == null);
      WeakReference<StoreTurns> known = ALL.get(path);
      StoreTurns turns = known == null ? null : known.get();
      if (turns == null) {
        turns = new StoreTurns();
        ALL.put(path, new WeakReference<>(turns));
      }
      return turns;
    }
  }

  /** What the first job does before anybody else may write. */
  interface Recovery {
    void run() throws IOException;
  }

  synchronized void job(Recovery recovery) throws IOException {
    waiting++;
    try {
      awaitWhile(() -> collecting || (jobs == 0 && writers > 0));
    } finally {
      waiting--;
    }
    if (jobs == 0) {
      recovery.run();
    }
    jobs++;
  }

  synchronized void jobEnds() {
    jobs--;
    notifyAll();
  }

  synchronized void write() throws IOException {
    awaitWhile(() -> collecting);
    writers++;
  }

  synchronized void writeEnds() {
    writers--;
    notifyAll();
  }

  /** False: somebody is there. */
  synchronized boolean collect() {
    if (jobs > 0 || writers > 0 || waiting > 0 || collecting) {
      return false;
    }
    collecting = true;
    return true;
  }

  synchronized void collectEnds() {
    collecting = false;
    notifyAll();
  }

  synchronized boolean wanted() {
    return waiting > 0;
  }

  private synchronized void awaitWhile(BooleanSupplier taken) throws IOException {
    try {
      while (taken.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the git directory");
    }
  }
}
