package codeblocking.terminal;

import codeblocking.container.TerminalStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A shell, the ring of its output, and who watches.
 *
 * <p>INVARIANT: viewers are called without the lock, so that one may call back; what is to be
 * called is collected under it.
 */
public final class Terminal implements TerminalStream.Listener {
  /** Bytes sent and not acknowledged, once a viewer acknowledges. */
  private static final int WINDOW = 256 * 1024;

  private static final int MESSAGE = 32 * 1024;

  private final TerminalStream stream;
  private final Executor background;
  private final Runnable ended;
  private final int usable;
  private final int window;
  private final int message;

  private final Object lock = new Object();
  private final Ring ring;
  private final List<Watch> watches = new ArrayList<>();
  private TerminalSize size;
  private boolean held;
  private boolean over;
  private boolean hungUp;
  private @Nullable Integer exitCode;

  /** No viewer of this shell can have seen more; who claims so has seen another's. */
  private long sent;

  /**
   * Takes over a stream; {@link #start} lets it flow.
   *
   * @param background where the engine may be asked for the exit code
   * @param ended run once when the shell has ended
   */
  Terminal(
      TerminalStream stream,
      TerminalSize size,
      Limits limits,
      Executor background,
      Runnable ended) {
    this.stream = stream;
    this.size = size;
    this.background = background;
    this.ended = ended;
    this.usable = limits.ring();
    this.window = limits.window();
    this.message = limits.message();
    this.ring = new Ring(limits.ring() + limits.slack());
  }

  /**
   * Bounds, in bytes.
   *
   * @param ring by how much all viewers may lag before the shell waits
   * @param slack what the stream may bring after it was told to stop
   */
  record Limits(int ring, int slack, int window, int message) {
    static final Limits STANDARD = new Limits(512 * 1024, 64 * 1024, WINDOW, MESSAGE);
  }

  void start() {
    stream.listen(this);
  }

  /**
   * Adds a viewer.
   *
   * @param offset up to where it has seen the output; null: it is new here
   */
  public Attachment attach(Viewer viewer, @Nullable Long offset, TerminalSize viewSize) {
    Watch watch;
    boolean lost;
    boolean late;
    long from;
    synchronized (lock) {
      // Not from where the ring starts: the next byte of output would overtake it there.
      long first = Math.max(0, ring.end() - usable);
      lost = offset != null && (offset < first || offset > sent);
      from = offset == null || lost ? first : offset;
      watch = new Watch(viewer, from);
      late = hungUp;
      if (!late) {
        watches.add(watch);
      }
    }
    if (late) {
      viewer.hungUp();
      return watch;
    }
    fit(viewSize, lost);
    viewer.attached(from, () -> sent(watch));
    return watch;
  }

  private void fit(TerminalSize wanted, boolean redraw) {
    synchronized (lock) {
      if (!redraw && wanted.equals(size)) {
        return;
      }
      size = wanted;
    }
    if (redraw) {
      // A full-screen program draws anew only when its size changes.
      stream.resize(wanted.cols(), wanted.rows() > 1 ? wanted.rows() - 1 : 2);
    }
    stream.resize(wanted.cols(), wanted.rows());
    // What the client types next must find the size that it was told.
    stream.awaitSize();
  }

  @Override
  public boolean output(ByteBuffer bytes) {
    List<Watch> overtaken = new ArrayList<>();
    synchronized (lock) {
      ring.append(bytes);
      for (Watch watch : watches) {
        if (watch.cursor < ring.start()) {
          watch.gone = true;
          overtaken.add(watch);
        }
      }
      watches.removeAll(overtaken);
      held = allLag(usable);
    }
    overtaken.forEach(watch -> watch.viewer.overtaken());
    pumpAll();
    synchronized (lock) {
      return !held;
    }
  }

  private boolean allLag(int by) {
    return !watches.isEmpty()
        && watches.stream().allMatch(watch -> ring.end() - watch.cursor >= by);
  }

  private void pumpAll() {
    List<Watch> all;
    synchronized (lock) {
      all = List.copyOf(watches);
    }
    all.forEach(this::pump);
  }

  /** The last message of a viewer has gone out. */
  private void sent(Watch watch) {
    synchronized (lock) {
      watch.busy = false;
    }
    pump(watch);
  }

  /**
   * Sends what may be sent. A completion that runs within the send returns at once, and the loop
   * goes on here, so that the stack does not grow.
   */
  private void pump(Watch watch) {
    synchronized (lock) {
      if (watch.pumping) {
        return;
      }
      watch.pumping = true;
    }
    while (true) {
      Runnable step;
      synchronized (lock) {
        step = next(watch);
        if (step == null) {
          watch.pumping = false;
          break;
        }
      }
      step.run();
    }
    resumeWhereThereIsRoom();
  }

  private @Nullable Runnable next(Watch watch) {
    if (watch.gone || watch.busy) {
      return null;
    }
    long most = Math.min(message, ring.end() - watch.cursor);
    if (watch.acknowledged != null) {
      most = Math.min(most, watch.acknowledged + window - watch.cursor);
    }
    if (most > 0) {
      ByteBuffer bytes = ring.copy(watch.cursor, (int) most);
      watch.cursor += most;
      watch.busy = true;
      sent = Math.max(sent, watch.cursor);
      return () -> watch.viewer.output(bytes, () -> sent(watch));
    }
    if (exitCode != null && watch.cursor == ring.end()) {
      int code = exitCode;
      watch.gone = true;
      watches.remove(watch);
      return () -> watch.viewer.exited(code);
    }
    return null;
  }

  private void resumeWhereThereIsRoom() {
    synchronized (lock) {
      // Half the ring, so that reading is not switched with every message.
      if (!held || over || allLag(usable / 2)) {
        return;
      }
      held = false;
    }
    stream.resumeReading();
  }

  @Override
  public void closed() {
    synchronized (lock) {
      over = true;
    }
    ended.run();
    background.execute(
        () -> {
          int code = stream.exitCode();
          synchronized (lock) {
            exitCode = code;
          }
          pumpAll();
        });
  }

  /** Hangs up, and tells its viewers that it was not the shell's own end. */
  void close() {
    List<Watch> all;
    synchronized (lock) {
      hungUp = true;
      all = List.copyOf(watches);
      all.forEach(watch -> watch.gone = true);
      watches.clear();
    }
    stream.close();
    all.forEach(watch -> watch.viewer.hungUp());
  }

  /** One viewer's place. Its fields are guarded by the terminal's lock. */
  private final class Watch implements Attachment {
    private final Viewer viewer;
    private long cursor;
    private @Nullable Long acknowledged;
    // The word that tells where output starts goes first.
    private boolean busy = true;
    private boolean pumping;
    private boolean gone;

    private Watch(Viewer viewer, long cursor) {
      this.viewer = viewer;
      this.cursor = cursor;
    }

    @Override
    public boolean acknowledge(long offset) {
      synchronized (lock) {
        if (offset > cursor || offset < 0) {
          return false;
        }
        acknowledged = Math.max(offset, acknowledged == null ? 0 : acknowledged);
      }
      pump(this);
      return true;
    }

    @Override
    public boolean type(ByteBuffer bytes) {
      return stream.write(bytes);
    }

    @Override
    public void resize(TerminalSize newSize) {
      fit(newSize, false);
    }

    @Override
    public void detach() {
      synchronized (lock) {
        gone = true;
        watches.remove(this);
      }
      resumeWhereThereIsRoom();
    }
  }
}
