package codeblocking.container;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thread for the bytes of all terminals. */
final class TerminalSelector implements Closeable {
  private static final System.Logger LOGGER = System.getLogger(TerminalSelector.class.getName());

  /** At most this much comes to a listener after it has said that it wants no more. */
  static final int CHUNK = 32 * 1024;

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);

  /** Of the selector's thread: who has read what is not passed on. */
  private final Set<DockerTerminal> unflushed = new HashSet<>();

  private @Nullable Selector selector;
  private boolean closed;

  /** Runs on the selector's thread, soon; the first call starts that thread. */
  void submit(Runnable task) throws IOException {
    Selector running;
    synchronized (this) {
      if (closed) {
        throw new IOException("terminals are shut down");
      }
      if (selector == null) {
        selector = start();
      }
      running = selector;
    }
    tasks.add(task);
    running.wakeup();
  }

  private Selector start() throws IOException {
    Selector opened = Selector.open();
    Thread thread = new Thread(() -> run(opened), "codeblocking-terminals");
    thread.setDaemon(true);
    thread.start();
    return opened;
  }

  void register(DockerTerminal terminal) throws IOException {
    submit(
        () -> {
          Selector running = running();
          if (running != null) {
            terminal.registered(running);
          }
        });
  }

  private synchronized @Nullable Selector running() {
    return selector;
  }

  private void run(Selector running) {
    try (running) {
      while (!stopped()) {
        running.select(flush());
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        running.selectedKeys().forEach(this::serve);
        running.selectedKeys().clear();
      }
      for (SelectionKey key : new ArrayList<>(running.keys())) {
        ((DockerTerminal) key.attachment()).ended();
      }
    } catch (IOException | RuntimeException e) {
      LOGGER.log(
          System.Logger.Level.ERROR,
          "the terminals' thread has ended; none works until a restart",
          e);
    }
  }

  /** Passes on what is due; answers after how many milliseconds more is; 0: nothing waits. */
  private long flush() {
    if (unflushed.isEmpty()) {
      return 0;
    }
    long now = System.nanoTime();
    long soonest = Long.MAX_VALUE;
    for (Iterator<DockerTerminal> each = unflushed.iterator(); each.hasNext(); ) {
      DockerTerminal terminal = each.next();
      long left = terminal.flushIn(now);
      if (left <= 0) {
        each.remove();
        if (left == 0) {
          flush(terminal);
        }
      } else {
        soonest = Math.min(soonest, left);
      }
    }
    return unflushed.isEmpty() ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(soonest));
  }

  private static void flush(DockerTerminal terminal) {
    try {
      terminal.flush();
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "a terminal failed and is closed", e);
      terminal.close();
    }
  }

  private synchronized boolean stopped() {
    return closed;
  }

  private void serve(SelectionKey key) {
    DockerTerminal terminal = (DockerTerminal) key.attachment();
    try {
      if (key.isValid() && key.isWritable()) {
        terminal.writable();
      }
      if (key.isValid() && key.isReadable()) {
        terminal.readable(buffer.clear());
        unflushed.add(terminal);
      }
    } catch (CancelledKeyException e) {
      terminal.ended();
    } catch (RuntimeException e) {
      // One terminal's listener must not end the others'.
      LOGGER.log(System.Logger.Level.ERROR, "a terminal failed and is closed", e);
      terminal.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (selector != null) {
      selector.wakeup();
    }
  }
}
