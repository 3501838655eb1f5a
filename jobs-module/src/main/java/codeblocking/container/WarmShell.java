package codeblocking.container;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A shell that runs before anybody wants it: at its prompt in an empty slot, it waits for the line
 * that leads it into a project.
 *
 * <p>To whoever gets it, its output begins after that line, with a fresh prompt.
 */
final class WarmShell implements TerminalStream, TerminalStream.Listener {
  private static final String BEGIN = "\u001b]777;codeblocking;";
  private static final char END = '\u0007';
  private static final String ENTERED = BEGIN + "in" + END;

  /** Without a listener no more than about this is kept; the shell waits. */
  private static final int MOST_HELD = 64 * 1024;

  private static final int MOST_SCANNED = 4096;

  private final MainShell stream;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> entered = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private volatile boolean given;

  // Guarded by this:
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private String scanned = "";
  private boolean inside;
  private @Nullable Listener listener;

  WarmShell(MainShell stream) {
    this.stream = stream;
  }

  /** One that began in its project: all that it writes is the user's. */
  static WarmShell inside(MainShell stream) {
    WarmShell shell = new WarmShell(stream);
    shell.given = true;
    shell.inside = true;
    shell.entered.complete(null);
    stream.listen(shell);
    return shell;
  }

  /**
   * Lets it run, and asks whether it is at its prompt.
   *
   * @return what the image has, in the words of {@code ready.sh}; fails when the shell ends
   */
  CompletableFuture<String> warmUp() {
    stream.listen(this);
    type(" . " + ContainerSpecification.HANDOVER + "/ready.sh\n");
    return ready;
  }

  /** At its prompt, and nobody's. */
  boolean idle() {
    return ready.isDone() && !ready.isCompletedExceptionally() && !given && !ended.isDone();
  }

  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Done with the first byte after the line that leads it into the project. */
  CompletableFuture<Void> entered() {
    return entered;
  }

  /** The project is there: leads the shell into it. False: the shell takes nothing. */
  boolean enter() {
    given = true;
    return type(" . " + ContainerSpecification.HANDOVER + "/enter.sh\n");
  }

  private boolean type(String line) {
    return stream.write(ByteBuffer.wrap(line.getBytes(US_ASCII)));
  }

  @Override
  public synchronized boolean output(ByteBuffer bytes) {
    if (inside) {
      return pass(bytes);
    }
    byte[] some = new byte[bytes.remaining()];
    bytes.get(some);
    scanned += new String(some, ISO_8859_1);
    int at = scanned.indexOf(ENTERED);
    if (at >= 0) {
      inside = true;
      byte[] rest = scanned.substring(at + ENTERED.length()).getBytes(ISO_8859_1);
      scanned = "";
      boolean more = pass(ByteBuffer.wrap(rest));
      entered.complete(null);
      return more;
    }
    lookForReady();
    if (scanned.length() > MOST_SCANNED) {
      scanned = scanned.substring(scanned.length() - ENTERED.length());
    }
    return true;
  }

  private void lookForReady() {
    String begin = BEGIN + "ready;";
    int from = scanned.indexOf(begin);
    int to = from < 0 ? -1 : scanned.indexOf(END, from);
    if (to > 0 && !ready.isDone()) {
      ready.complete(scanned.substring(from + begin.length(), to));
      scanned = "";
    }
  }

  private boolean pass(ByteBuffer bytes) {
    if (listener != null) {
      return !bytes.hasRemaining() || listener.output(bytes);
    }
    while (bytes.hasRemaining()) {
      held.write(bytes.get());
    }
    return held.size() < MOST_HELD;
  }

  @Override
  public boolean flush() {
    Listener told;
    synchronized (this) {
      told = inside ? listener : null;
    }
    return told != null && told.flush();
  }

  @Override
  public void closed() {
    Listener told;
    synchronized (this) {
      ended.complete(null);
      told = listener;
    }
    ready.completeExceptionally(new IllegalStateException("the shell ended: " + scanned.strip()));
    if (told != null) {
      told.closed();
    }
  }

  @Override
  public void listen(Listener newListener) {
    boolean over;
    synchronized (this) {
      listener = newListener;
      if (held.size() > 0) {
        boolean full = held.size() >= MOST_HELD;
        boolean more = newListener.output(ByteBuffer.wrap(held.toByteArray()));
        boolean unused = newListener.flush();
        held.reset();
        if (full && more) {
          stream.resumeReading();
        }
      }
      over = ended.isDone();
    }
    if (over) {
      newListener.closed();
    }
  }

  @Override
  public void resumeReading() {
    stream.resumeReading();
  }

  @Override
  public boolean write(ByteBuffer bytes) {
    return stream.write(bytes);
  }

  @Override
  public void resize(int cols, int rows) {
    stream.resize(cols, rows);
  }

  @Override
  public int exitCode() {
    return stream.exitCode();
  }

  @Override
  public boolean continued() {
    return stream.continued();
  }

  @Override
  public void release() {
    stream.release();
  }

  @Override
  public void close() {
    stream.close();
  }
}
