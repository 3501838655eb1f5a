package codeblocking.web.terminal;

import java.io.Closeable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** All clients of this node, their threads and their heartbeat. */
public final class TerminalClients implements Closeable {
  private static final System.Logger LOGGER = System.getLogger(TerminalClients.class.getName());
  private static final Duration BEAT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** Each waits for the database or the engine, so more of them than cores. */
  private static final int THREADS = 32;

  private static final int LAST_SECONDS = 5;

  private final Admission admission;
  private final TerminalServices services;
  private final TerminalBroadcast broadcast;
  private final Set<TerminalClient> clients = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService timer;

  public TerminalClients(
      Admission admission, TerminalServices services, TerminalBroadcast broadcast) {
    this.admission = admission;
    this.services = services;
    this.broadcast = broadcast;
    // Not bounded in waiting: each client has one piece of work waiting at most, and none may be
    // lost, since one of them is the end of its session.
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            daemons("codeblocking-client-"));
    threads.allowCoreThreadTimeOut(true);
    this.timer = new ScheduledThreadPoolExecutor(1, daemons("codeblocking-heartbeat-"));
    timer.scheduleAtFixedRate(this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Where a connection is closed, which may wait for a slow one. */
  Executor threads() {
    return threads;
  }

  TerminalClient open(Connection connection, Knock knock) {
    TerminalClient client =
        new TerminalClient(connection, admission, services, broadcast, new Turns(threads, timer));
    clients.add(client);
    client.knock(knock);
    return client;
  }

  void closed(TerminalClient client) {
    clients.remove(client);
    client.closed();
  }

  private void beat() {
    clients.removeIf(TerminalClient::isGone);
    long now = System.nanoTime();
    for (TerminalClient client : clients) {
      try {
        client.beat(now, SILENCE.toNanos());
      } catch (RuntimeException e) {
        LOGGER.log(System.Logger.Level.WARNING, "a client missed a heartbeat", e);
      }
    }
  }

  /** Tells all clients to come back, and records that they have gone. */
  @Override
  public void close() {
    clients.forEach(
        client ->
            client.close(CloseCode.GOING_AWAY.number(), "the server is restarting; reconnect"));
    clients.clear();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
        LOGGER.log(
            System.Logger.Level.WARNING, "some sessions are left open; the next start closes them");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    timer.shutdownNow();
    threads.shutdownNow();
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      // Not that of whoever happens to bring the work.
      thread.setContextClassLoader(TerminalClients.class.getClassLoader());
      return thread;
    };
  }
}
