package codeblocking.workspace;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Frees a thread that a FIFO holds, put in a file's place after it was looked at.
 *
 * <p>Java cannot open with {@code O_NONBLOCK}, and open(2) on a FIFO waits for the other end, deaf
 * to interrupts. So after a while we are the other end: opening it to read and write never waits,
 * and does nothing to a regular file.
 *
 * <p>A save opens many files, each for an instant: noting that costs next to nothing, where a timer
 * of its own for each would wake a thread each time.
 */
final class OpenGuard {
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(1_500);
  private static final long LOOK_MILLIS = 250;
  private static final Set<OpenOption> BOTH_WAYS =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<Waiting> WAITING = ConcurrentHashMap.newKeySet();

  static {
    ScheduledExecutorService looker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "workspace-open-guard");
              thread.setDaemon(true);
              return thread;
            });
    looker.scheduleWithFixedDelay(OpenGuard::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private OpenGuard() {}

  /** What may wait. */
  interface Opening<T> {
    T open() throws IOException;
  }

  /** Something that must not take for ever; told when it does, again and again until it is done. */
  static final class Waiting {
    private final Runnable rescue;
    private volatile long due;

    private Waiting(Runnable rescue, long nanos) {
      this.rescue = rescue;
      this.due = System.nanoTime() + nanos;
    }

    void done() {
      WAITING.remove(this);
    }
  }

  static <T> T open(SecureDirectoryStream<Path> parent, Path name, Opening<T> opening)
      throws IOException {
    Waiting waiting = waiting(() -> openOtherEnd(parent, name), PATIENCE);
    try {
      return opening.open();
    } finally {
      waiting.done();
    }
  }

  /** Closes what is being read when that takes longer than any honest file would. */
  static Waiting closeAfter(Closeable channel, long seconds) {
    return waiting(() -> closeQuietly(channel), TimeUnit.SECONDS.toNanos(seconds));
  }

  private static Waiting waiting(Runnable rescue, long nanos) {
    Waiting waiting = new Waiting(rescue, nanos);
    WAITING.add(waiting);
    return waiting;
  }

  private static void look() {
    long now = System.nanoTime();
    for (Waiting each : WAITING) {
      if (now - each.due >= 0) {
        each.due = now + PATIENCE;
        each.rescue.run();
      }
    }
  }

  private static void openOtherEnd(SecureDirectoryStream<Path> parent, Path name) {
    try {
      parent.newByteChannel(name, BOTH_WAYS).close();
    } catch (IOException | RuntimeException e) {
      // It is gone or something else by now; the next round tries again while the opener waits.
    }
  }

  private static void closeQuietly(Closeable channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The reader sees the failure that matters.
    }
  }
}
