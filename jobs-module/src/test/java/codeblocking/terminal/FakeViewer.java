package codeblocking.terminal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Takes messages at once, or only when told to. */
final class FakeViewer implements Viewer {
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final boolean prompt;
  private @Nullable Runnable waiting;
  long from = -1;
  @Nullable Start start;
  boolean removed;
  int messages;
  int largest;
  @Nullable Integer exit;
  int exits;
  boolean overtaken;
  boolean hungUp;
  boolean broken;

  private FakeViewer(boolean prompt) {
    this.prompt = prompt;
  }

  static FakeViewer fast() {
    return new FakeViewer(true);
  }

  static FakeViewer stepping() {
    return new FakeViewer(false);
  }

  @Override
  public void attached(Start newStart, Runnable done) {
    start = newStart;
    from = newStart.offset();
    later(done);
  }

  @Override
  public void output(ByteBuffer bytes, Runnable done) {
    if (broken) {
      throw new IllegalStateException("the connection is broken");
    }
    if (from < 0 || waiting != null) {
      throw new AssertionError("a message before the last one was done");
    }
    messages++;
    largest = Math.max(largest, bytes.remaining());
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    received.writeBytes(copy);
    later(done);
  }

  private void later(Runnable done) {
    if (prompt) {
      done.run();
    } else {
      waiting = done;
    }
  }

  /** The message that is under way has gone out. */
  boolean step() {
    Runnable done = waiting;
    waiting = null;
    if (done != null) {
      done.run();
    }
    return done != null;
  }

  void catchUp() {
    while (step()) {
      // Until nothing is under way.
    }
  }

  @Override
  public void exited(int code) {
    exit = code;
    exits++;
  }

  @Override
  public void hungUp(String reason) {
    hungUp = true;
  }

  @Override
  public void removed() {
    removed = true;
  }

  @Override
  public void overtaken() {
    overtaken = true;
  }

  byte[] bytes() {
    return received.toByteArray();
  }

  String text() {
    return received.toString(StandardCharsets.UTF_8);
  }

  /** Offset up to which it has seen the output. */
  long seen() {
    return from + received.size();
  }
}
