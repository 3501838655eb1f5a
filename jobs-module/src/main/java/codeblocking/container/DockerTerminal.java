package codeblocking.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A shell's terminal over a connection that the engine has let go of. */
final class DockerTerminal implements TerminalStream {
  private static final System.Logger LOGGER = System.getLogger(DockerTerminal.class.getName());
  private static final int MOST_QUEUED = 1 << 20;

  /** Sizes that wait; in a longer row only the last matters, but two are a redraw. */
  private static final int MOST_SIZES = 4;

  /** Two changes at once would look like none: a program reads the size some time later. */
  private static final Duration BETWEEN_SIZES = Duration.ofMillis(60);

  /** What is done to a shell beside its connection; each may wait for the engine. */
  interface Control {
    void resize(int cols, int rows) throws EngineUnavailable;

    /** -1: unknown. */
    int exitCode();

    void hangUp();
  }

  private final Engine engine;
  private final TerminalSelector selector;
  private final Control control;
  private final SocketChannel channel;
  private ByteBuffer early;

  private final Deque<ByteBuffer> input = new ArrayDeque<>();
  private int queued;
  private final Deque<int[]> sizes = new ArrayDeque<>();
  private boolean resizing;
  private boolean hungUp;

  // The selector's thread only:
  private @Nullable Listener listener;
  private @Nullable SelectionKey key;
  private boolean reading = true;
  private boolean over;
  private final FloodRule flood = new FloodRule(System.nanoTime());

  DockerTerminal(
      Engine engine, TerminalSelector selector, Control control, EngineConnections.Open connection)
      throws IOException {
    this.engine = engine;
    this.selector = selector;
    this.control = control;
    this.channel = connection.channel();
    this.early = copy(connection.early());
    channel.configureBlocking(false);
  }

  @Override
  public void listen(Listener newListener) {
    submit(() -> listener = newListener);
    try {
      selector.register(this);
    } catch (IOException e) {
      newListener.closed();
    }
  }

  void registered(Selector with) {
    try {
      key = channel.register(with, 0, this);
    } catch (IOException e) {
      ended();
      return;
    }
    if (early.hasRemaining()) {
      deliver(early);
      early = copy(early);
      flush();
    }
    interest();
  }

  void readable(ByteBuffer buffer) {
    try {
      if (channel.read(buffer) < 0) {
        ended();
        return;
      }
    } catch (IOException e) {
      ended();
      return;
    }
    deliver(buffer.flip());
    interest();
  }

  private void deliver(ByteBuffer bytes) {
    flood.read(bytes.remaining());
    if (listener != null) {
      reading = listener.output(bytes);
    }
  }

  /** Nanoseconds until what was read is to be passed on; 0: now; -1: there is nothing. */
  long flushIn(long now) {
    long wait = over ? -1 : flood.mayWait(now);
    return wait > 0 && !reading ? 0 : wait;
  }

  void flush() {
    boolean seen = listener != null && listener.flush();
    flood.passedOn(System.nanoTime(), seen);
  }

  void writable() {
    if (resizing()) {
      return;
    }
    try {
      synchronized (input) {
        for (ByteBuffer next = input.peek(); next != null; next = input.peek()) {
          queued -= channel.write(next);
          if (next.hasRemaining()) {
            break;
          }
          input.remove();
        }
      }
    } catch (IOException e) {
      ended();
      return;
    }
    interest();
  }

  private void interest() {
    if (key == null || over) {
      return;
    }
    boolean writing;
    synchronized (input) {
      writing = !input.isEmpty();
    }
    writing &= !resizing();
    try {
      key.interestOps((reading ? SelectionKey.OP_READ : 0) | (writing ? SelectionKey.OP_WRITE : 0));
    } catch (CancelledKeyException e) {
      ended();
    }
  }

  /** The connection is over; tells so once. */
  void ended() {
    if (over) {
      return;
    }
    over = true;
    try {
      channel.close();
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a terminal's connection did not close", e);
    }
    if (listener != null) {
      listener.closed();
    }
  }

  @Override
  public void resumeReading() {
    submit(
        () -> {
          reading = true;
          interest();
        });
  }

  @Override
  public boolean write(ByteBuffer bytes) {
    synchronized (input) {
      if (queued + bytes.remaining() > MOST_QUEUED) {
        return false;
      }
      ByteBuffer copy = copy(bytes);
      if (copy.hasRemaining()) {
        input.add(copy);
        queued += copy.remaining();
      }
    }
    submit(this::writable);
    return true;
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
  }

  private void submit(Runnable task) {
    try {
      selector.submit(task);
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a terminal is used after the end", e);
    }
  }

  @Override
  public void resize(int cols, int rows) {
    synchronized (sizes) {
      if (sizes.size() >= MOST_SIZES) {
        sizes.removeLast();
      }
      sizes.add(new int[] {cols, rows});
      if (resizing) {
        return;
      }
      resizing = true;
    }
    engine.execute(this::resizeNext);
  }

  private boolean resizing() {
    synchronized (sizes) {
      return resizing;
    }
  }

  /** One after the other, since the last one asked for must be the last one done. */
  private void resizeNext() {
    int[] size;
    synchronized (sizes) {
      size = sizes.remove();
    }
    try {
      control.resize(size[0], size[1]);
    } catch (EngineUnavailable e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a terminal kept its size: {0}", e.reason());
    }
    synchronized (sizes) {
      if (!sizes.isEmpty()) {
        engine.later(this::resizeNext, BETWEEN_SIZES);
        return;
      }
      resizing = false;
    }
    // What was typed meanwhile.
    submit(this::writable);
  }

  @Override
  public int exitCode() {
    return control.exitCode();
  }

  @Override
  public void close() {
    synchronized (input) {
      if (hungUp) {
        return;
      }
      hungUp = true;
    }
    submit(this::ended);
    engine.execute(control::hangUp);
  }

  /** Ends the connection only. */
  void leave() {
    synchronized (input) {
      hungUp = true;
    }
    submit(this::ended);
  }
}
