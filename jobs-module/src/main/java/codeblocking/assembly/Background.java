package codeblocking.assembly;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for what must keep neither the HTTP pool nor the engine's selector waiting. */
@Singleton
public class Background {
  private static final int THREADS = 32;
  private static final int MOST_WAITING = 10_000;
  private static final int LATER_MILLIS = 1_000;

  private final AtomicInteger number = new AtomicInteger();
  private final ExecutorService executor;

  public Background() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "background-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    executor = pool;
  }

  public Executor executor() {
    return executor;
  }

  /** The same threads, a second later: for what can wait until a rush is over. */
  public Executor later() {
    return CompletableFuture.delayedExecutor(LATER_MILLIS, TimeUnit.MILLISECONDS, executor);
  }

  @PreDestroy
  void stop() {
    executor.shutdownNow();
  }
}
