package codeblocking.container;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A terminal without a container. Alone it is a very small shell, which echoes, and knows {@code
 * echo TEXT} and {@code exit CODE}; a test may emit what it likes and read what was typed.
 */
public final class FakeTerminal implements TerminalStream {
  private static final String PROMPT = "fake$ ";

  private final StringBuilder typed = new StringBuilder();
  private final StringBuilder line = new StringBuilder();
  private final List<int[]> sizes = new ArrayList<>();
  private final Deque<byte[]> unread = new ArrayDeque<>();
  private @Nullable Listener listener;
  private boolean reading = true;
  private boolean ended;
  private boolean told;
  private int code = -1;

  public FakeTerminal(int cols, int rows) {
    sizes.add(new int[] {cols, rows});
    unread.add(PROMPT.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void listen(Listener newListener) {
    listener = newListener;
    deliver();
  }

  @Override
  public synchronized void resumeReading() {
    reading = true;
    deliver();
  }

  /** Output of the shell, held back while the listener wants none. */
  public synchronized void emit(byte[] bytes) {
    unread.add(bytes.clone());
    deliver();
  }

  public void emit(String text) {
    emit(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The shell ends. */
  public synchronized void end(int exitCode) {
    code = exitCode;
    ended = true;
    deliver();
  }

  private void deliver() {
    if (listener == null) {
      return;
    }
    while (reading && !unread.isEmpty()) {
      reading = listener.output(ByteBuffer.wrap(unread.remove()));
      boolean unused = listener.flush();
    }
    if (ended && unread.isEmpty() && !told) {
      told = true;
      listener.closed();
    }
  }

  @Override
  public synchronized boolean write(ByteBuffer bytes) {
    String text = StandardCharsets.UTF_8.decode(bytes).toString();
    typed.append(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        entered(line.toString());
        line.setLength(0);
      } else {
        line.append(c);
      }
    }
    return true;
  }

  private void entered(String command) {
    emit(command + "\r\n");
    if (command.startsWith("echo ")) {
      emit(command.substring(5).replace("$((", "").replace("))", "") + "\r\n");
    } else if (command.startsWith("exit ")) {
      end(Integer.parseInt(command.substring(5).strip()));
      return;
    }
    emit(PROMPT);
  }

  @Override
  public synchronized void resize(int cols, int rows) {
    sizes.add(new int[] {cols, rows});
  }

  @Override
  public synchronized int exitCode() {
    return code;
  }

  @Override
  public synchronized void close() {
    unread.clear();
    ended = true;
    deliver();
  }

  public synchronized boolean closed() {
    return ended;
  }

  /** False: the listener has said that it wants no more. */
  public synchronized boolean reading() {
    return reading;
  }

  public synchronized String typed() {
    return typed.toString();
  }

  /** As {@code 80x24}, in order. */
  public synchronized List<String> sizes() {
    return sizes.stream().map(size -> size[0] + "x" + size[1]).toList();
  }
}
