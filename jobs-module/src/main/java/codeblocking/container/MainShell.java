package codeblocking.container;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The shell that {@code first.sh} runs: its connection outlives it, so that its end is told by a
 * mark in its output. Whoever prints that mark ends their own terminal, and nothing else.
 */
final class MainShell implements TerminalStream, TerminalStream.Listener {
  private static final byte[] MARK = "\u001b]777;codeblocking;exit;".getBytes(US_ASCII);
  private static final char END = '\u0007';

  /** Greater than any exit code. */
  private static final int MOST_CODE = 1000;

  private final DockerTerminal terminal;
  private final boolean continued;
  private final Consumer<MainShell> whenLetGo;
  private volatile int exitCode = -1;

  // The selector's thread only:
  private @Nullable Listener listener;
  private int matched;
  private int code;

  /**
   * Begins to flow with {@link #listen}.
   *
   * @param continued it ran before, and not all that it wrote is known
   * @param whenLetGo told when this connection is over, or about to be
   */
  MainShell(DockerTerminal terminal, boolean continued, Consumer<MainShell> whenLetGo) {
    this.terminal = terminal;
    this.continued = continued;
    this.whenLetGo = whenLetGo;
  }

  @Override
  public void listen(Listener newListener) {
    listener = newListener;
    terminal.listen(this);
  }

  @Override
  public boolean output(ByteBuffer bytes) {
    boolean ended = scan(bytes.duplicate());
    boolean more = listener == null || listener.output(bytes);
    if (ended) {
      release();
    }
    return more;
  }

  /**
   * True: the shell has ended. The mark's first byte is in it only once: nothing to look back to.
   */
  private boolean scan(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (matched < MARK.length) {
        matched = next == MARK[matched] ? matched + 1 : next == MARK[0] ? 1 : 0;
        code = 0;
      } else if (next >= '0' && next <= '9' && code < MOST_CODE) {
        code = code * 10 + next - '0';
      } else {
        matched = 0;
        if (next == END) {
          exitCode = code;
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public boolean flush() {
    return listener != null && listener.flush();
  }

  @Override
  public void closed() {
    whenLetGo.accept(this);
    if (listener != null) {
      listener.closed();
    }
  }

  @Override
  public boolean continued() {
    return continued;
  }

  @Override
  public void resumeReading() {
    terminal.resumeReading();
  }

  @Override
  public boolean write(ByteBuffer bytes) {
    return terminal.write(bytes);
  }

  @Override
  public void resize(int cols, int rows) {
    terminal.resize(cols, rows);
  }

  @Override
  public int exitCode() {
    return exitCode;
  }

  @Override
  public void release() {
    whenLetGo.accept(this);
    terminal.leave();
  }

  @Override
  public void close() {
    terminal.close();
  }
}
