package codeblocking.terminal;

import codeblocking.activity.Traffic.Flow;
import codeblocking.container.TerminalStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A shell, the last of its output, and who watches.
 *
 * <p>INVARIANT: viewers are called without the lock, so that one may call back; what is to be
 * called is collected under it.
 */
public final class Terminal implements TerminalStream.Listener {
  private static final System.Logger LOGGER = System.getLogger(Terminal.class.getName());

  /** Bytes sent and not acknowledged, once a viewer acknowledges. */
  private static final int WINDOW = 256 * 1024;

  private static final int MESSAGE = 64 * 1024;

  private final String shell = UUID.randomUUID().toString();
  private final TerminalStream stream;
  private final Executor background;
  private final int usable;
  private final int window;
  private final int message;

  private final Object lock = new Object();
  private final Output output;
  private final List<Watch> watches = new ArrayList<>();
  private TerminalSize size;
  private Runnable ended = () -> {};
  private boolean held;
  private boolean over;
  private boolean hungUp;
  private String farewell = "";
  private @Nullable Integer exitCode;

  /** No viewer of this shell can have seen more; who claims so has seen another's. */
  private long sent;

  /** How much of the output has been passed on. */
  private long flushed;

  private final LongAdder typed = new LongAdder();

  /**
   * Takes over a stream; {@link #start} lets it flow.
   *
   * @param background where the engine may be asked for the exit code
   */
  Terminal(TerminalStream stream, TerminalSize size, Limits limits, Executor background) {
    this.stream = stream;
    this.size = size;
    this.background = background;
    this.usable = limits.ring();
    this.window = limits.window();
    this.message = limits.message();
    this.output = new Output(limits.ring(), limits.slack());
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

  Flow flow() {
    synchronized (lock) {
      return new Flow(typed.sum(), output.end());
    }
  }

  /** What is run when the shell has ended, instead of what was to be before. */
  void onEnd(Runnable action) {
    boolean late;
    synchronized (lock) {
      ended = action;
      late = over;
    }
    if (late) {
      action.run();
    }
  }

  /**
   * Adds a viewer, and shows it the output before anything else happens.
   *
   * @param seen null: it is new here
   */
  public Attachment attach(Viewer viewer, @Nullable Seen seen, TerminalSize viewSize) {
    Watch watch;
    Start start;
    boolean late;
    boolean redraw;
    synchronized (lock) {
      start = start(seen);
      boolean goesOn =
          seen != null && start.which() == Start.Which.SAME && start.offset() == seen.offset();
      redraw = !goesOn && (seen != null || output.fullScreen());
      watch = new Watch(this, lock, viewer, start.offset());
      late = hungUp;
      if (!late) {
        watches.add(watch);
      }
    }
    if (late) {
      viewer.hungUp(farewell);
      return watch;
    }
    viewer.attached(start, watch::sent);
    fit(viewSize, redraw);
    return watch;
  }

  private Start start(@Nullable Seen seen) {
    if (seen != null) {
      boolean another = seen.shell() == null ? seen.offset() > sent : !shell.equals(seen.shell());
      boolean impossible = another || seen.offset() > sent;
      if (!impossible && seen.offset() >= output.first()) {
        return new Start(seen.offset(), shell, "", Start.Which.SAME);
      }
      Output.Place place = output.beginning();
      return new Start(place.offset(), shell, place.screen(), another ? older() : Start.Which.SAME);
    }
    Output.Place place = output.beginning();
    return new Start(place.offset(), shell, place.screen(), Start.Which.SAME);
  }

  private Start.Which older() {
    return stream.continued() ? Start.Which.CONTINUED : Start.Which.ANOTHER;
  }

  /** What is typed from now on finds the new size. */
  void fit(TerminalSize wanted, boolean redraw) {
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
  }

  boolean type(ByteBuffer bytes) {
    typed.add(bytes.remaining());
    return stream.write(bytes);
  }

  @Override
  public boolean output(ByteBuffer bytes) {
    List<Watch> overtaken = new ArrayList<>();
    boolean more;
    synchronized (lock) {
      output.append(bytes);
      for (Watch watch : watches) {
        if (watch.cursor() < output.start()) {
          watch.leave();
          overtaken.add(watch);
        }
      }
      watches.removeAll(overtaken);
      held = allLag(usable);
      more = !held;
    }
    overtaken.forEach(watch -> tell(watch, Viewer::overtaken));
    return more;
  }

  @Override
  public boolean flush() {
    boolean some;
    synchronized (lock) {
      some = output.end() > flushed;
      flushed = output.end();
    }
    pumpAll();
    return some;
  }

  private boolean allLag(int by) {
    return !watches.isEmpty()
        && watches.stream().allMatch(watch -> output.end() - watch.cursor() >= by);
  }

  private void pumpAll() {
    List<Watch> all;
    synchronized (lock) {
      all = List.copyOf(watches);
    }
    all.forEach(this::pump);
  }

  /**
   * Sends what may be sent. A completion that runs within the send returns at once, and the loop
   * goes on here, so that the stack does not grow.
   */
  void pump(Watch watch) {
    synchronized (lock) {
      if (!watch.begin()) {
        return;
      }
    }
    while (true) {
      Consumer<Viewer> step;
      synchronized (lock) {
        step = next(watch);
        if (step == null) {
          watch.pause();
          break;
        }
      }
      tell(watch, step);
    }
    resumeWhereThereIsRoom();
  }

  /** One that fails, as on a connection that is broken, harms nobody else. */
  private void tell(Watch watch, Consumer<Viewer> word) {
    try {
      word.accept(watch.viewer);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, "a terminal's viewer failed and is left out", e);
      synchronized (lock) {
        watch.leave();
        watches.remove(watch);
      }
    }
  }

  private @Nullable Consumer<Viewer> next(Watch watch) {
    int most = watch.room(output.end(), message, window);
    if (most > 0) {
      ByteBuffer bytes = output.copy(watch.cursor(), most);
      sent = Math.max(sent, watch.take(most));
      return viewer -> viewer.output(bytes, watch::sent);
    }
    if (most == 0 && exitCode != null && watch.cursor() == output.end()) {
      int code = exitCode;
      watch.leave();
      watches.remove(watch);
      return viewer -> viewer.exited(code);
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

  void detach(Watch watch) {
    synchronized (lock) {
      watch.leave();
      watches.remove(watch);
    }
    resumeWhereThereIsRoom();
  }

  /** False: its shell has ended, or it was hung up. */
  boolean alive() {
    synchronized (lock) {
      return !over && !hungUp;
    }
  }

  int viewers() {
    synchronized (lock) {
      return watches.size();
    }
  }

  @Override
  public void closed() {
    Runnable action;
    synchronized (lock) {
      over = true;
      action = ended;
    }
    pumpAll();
    action.run();
    background.execute(
        () -> {
          int code = stream.exitCode();
          synchronized (lock) {
            exitCode = code;
          }
          pumpAll();
        });
  }

  /** Hangs up, and tells its viewers why its container is going away. */
  void close(String reason) {
    hangUp(reason, stream::close);
  }

  /** Lets go of a shell that may outlive this server. */
  void release() {
    hangUp("the server is being stopped", stream::release);
  }

  private void hangUp(String reason, Runnable ending) {
    synchronized (lock) {
      farewell = reason;
    }
    end(viewer -> viewer.hungUp(reason), ending);
  }

  /** Hangs up for good: somebody wants it no more. */
  void remove() {
    end(Viewer::removed, stream::close);
  }

  private void end(Consumer<Viewer> word, Runnable ending) {
    List<Watch> all;
    synchronized (lock) {
      hungUp = true;
      all = List.copyOf(watches);
      all.forEach(Watch::leave);
      watches.clear();
    }
    ending.run();
    all.forEach(watch -> tell(watch, word));
  }
}
