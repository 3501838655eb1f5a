package codeblocking.web.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One client's work, one piece after the other, on threads that it shares with other clients'. */
final class Turns {
  private static final System.Logger LOGGER = System.getLogger(Turns.class.getName());
  private static final int AGAIN_SECONDS = 2;

  private final Executor threads;
  private final ScheduledExecutorService timer;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  Turns(Executor threads, ScheduledExecutorService timer) {
    this.threads = threads;
    this.timer = timer;
  }

  void run(Runnable work) {
    synchronized (waiting) {
      waiting.add(work);
      if (running) {
        return;
      }
      running = true;
    }
    try {
      threads.execute(this::all);
    } catch (RejectedExecutionException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "the server is going away; the next start catches up");
    }
  }

  /** Again after a while, as often as it fails. */
  void untilDone(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "the end of a session was not recorded; it is tried again",
          e);
      timer.schedule(() -> run(() -> untilDone(work)), AGAIN_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void all() {
    while (true) {
      Runnable next;
      synchronized (waiting) {
        next = waiting.poll();
        if (next == null) {
          running = false;
          return;
        }
      }
      try {
        next.run();
      } catch (RuntimeException e) {
        LOGGER.log(System.Logger.Level.ERROR, "a terminal's client was not served", e);
      }
    }
  }
}
