package codeblocking.workspace;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Frees a thread that a FIFO holds, put in a file's place after it was looked at.
 *
 * <p>Java cannot open with {@code O_NONBLOCK}, and open(2) on a FIFO waits for the other end, deaf
 * to interrupts. So after a while we are the other end: opening it to read and write never waits,
 * and does nothing to a regular file.
 */
final class OpenGuard {
  private static final long PATIENCE_MILLIS = 1_500;
  private static final Set<OpenOption> BOTH_WAYS =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private OpenGuard() {}

  /** What may wait. */
  interface Opening<T> {
    T open() throws IOException;
  }

  static <T> T open(SecureDirectoryStream<Path> parent, Path name, Opening<T> opening)
      throws IOException {
    ScheduledFuture<?> rescue =
        TIMER.scheduleWithFixedDelay(
            () -> openOtherEnd(parent, name),
            PATIENCE_MILLIS,
            PATIENCE_MILLIS,
            TimeUnit.MILLISECONDS);
    try {
      return opening.open();
    } finally {
      rescue.cancel(false);
    }
  }

  /** Closes what is being read when that takes longer than any honest file would. */
  static ScheduledFuture<?> closeAfter(Closeable channel, long seconds) {
    return TIMER.schedule(() -> closeQuietly(channel), seconds, TimeUnit.SECONDS);
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

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            2,
            task -> {
              Thread thread = new Thread(task, "workspace-open-guard");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
