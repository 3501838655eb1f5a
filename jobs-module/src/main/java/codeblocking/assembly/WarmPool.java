package codeblocking.assembly;

import codeblocking.container.DockerContainers;
import codeblocking.pool.Pool;
import codeblocking.settings.Settings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The warm pool, and the threads that fill it. */
@Singleton
public class WarmPool {
  private static final long BETWEEN_LOOKS = 1;

  /** Seconds; a spare in the making has its prompt within two, unless the engine is busy. */
  private static final long LAST_WORK = 20;

  private final AtomicInteger number = new AtomicInteger();

  /** One core is left to those who are served meanwhile. */
  private final ScheduledThreadPoolExecutor refills =
      new ScheduledThreadPoolExecutor(
          Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
          task -> {
            Thread thread = new Thread(task, "pool-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  @Produces
  @Singleton
  Pool pool(DockerContainers docker, Settings settings, Clock clock) {
    return new Pool(
        docker.spares(),
        settings.environments().values(),
        clock,
        refills,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  void open(Pool pool) {
    pool.open();
    refills.scheduleWithFixedDelay(pool::look, BETWEEN_LOOKS, BETWEEN_LOOKS, TimeUnit.SECONDS);
  }

  /**
   * What is being made ends first, so that it is removed, too: an interrupted request is one that
   * the engine may still carry out, with nobody left to remove what comes of it.
   */
  void close(Pool pool) {
    pool.close();
    refills.shutdown();
    try {
      if (!refills.awaitTermination(LAST_WORK, TimeUnit.SECONDS)) {
        System.getLogger(WarmPool.class.getName())
            .log(
                System.Logger.Level.WARNING,
                "A spare container is still being made; the next start removes it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
