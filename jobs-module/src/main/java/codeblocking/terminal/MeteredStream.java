package codeblocking.terminal;

import codeblocking.activity.Traffic.Flow;
import codeblocking.container.TerminalStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/** Counts what goes through a stream. */
final class MeteredStream implements TerminalStream {
  private final TerminalStream stream;
  private final Meter meter;

  MeteredStream(TerminalStream stream, Meter meter) {
    this.stream = stream;
    this.meter = meter;
  }

  /** Of all streams of a project. */
  static final class Meter {
    private final LongAdder typed = new LongAdder();
    private final LongAdder output = new LongAdder();

    Flow flow() {
      return new Flow(typed.sum(), output.sum());
    }
  }

  @Override
  public void listen(Listener listener) {
    stream.listen(
        new Listener() {
          @Override
          public boolean output(ByteBuffer bytes) {
            meter.output.add(bytes.remaining());
            return listener.output(bytes);
          }

          @Override
          public void closed() {
            listener.closed();
          }
        });
  }

  @Override
  public boolean write(ByteBuffer bytes) {
    meter.typed.add(bytes.remaining());
    return stream.write(bytes);
  }

  @Override
  public void resumeReading() {
    stream.resumeReading();
  }

  @Override
  public void resize(int cols, int rows) {
    stream.resize(cols, rows);
  }

  @Override
  public void awaitSize() {
    stream.awaitSize();
  }

  @Override
  public int exitCode() {
    return stream.exitCode();
  }

  @Override
  public void close() {
    stream.close();
  }
}
