package codeblocking.container;

import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Types into a terminal and reads what comes. */
public final class TerminalProbe implements TerminalStream.Listener {
  private final TerminalStream stream;
  private final StringBuilder seen = new StringBuilder();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean reading = true;

  public TerminalProbe(TerminalStream stream) {
    this.stream = stream;
    stream.listen(this);
  }

  @Override
  public boolean output(ByteBuffer output) {
    bytes.addAndGet(output.remaining());
    synchronized (seen) {
      if (seen.length() < 1 << 20) {
        seen.append(StandardCharsets.ISO_8859_1.decode(output));
      }
    }
    return reading;
  }

  @Override
  public boolean flush() {
    return true;
  }

  @Override
  public void closed() {
    closed.set(true);
  }

  public TerminalProbe type(String text) {
    stream.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  /** From now on every output is answered with "no more". */
  public void refuse() {
    reading = false;
  }

  public void accept() {
    reading = true;
    stream.resumeReading();
  }

  public TerminalProbe awaitText(String text) {
    await("terminal shows " + text)
        .atMost(Duration.ofSeconds(20))
        .until(() -> seen().contains(text));
    return this;
  }

  public void awaitClosed() {
    await("terminal closes").atMost(Duration.ofSeconds(20)).untilTrue(closed);
  }

  public String seen() {
    synchronized (seen) {
      return seen.toString();
    }
  }

  public long bytes() {
    return bytes.get();
  }
}
