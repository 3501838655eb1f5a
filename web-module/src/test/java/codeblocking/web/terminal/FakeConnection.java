package codeblocking.web.terminal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client at the other end, who takes everything at once. */
final class FakeConnection implements Connection {
  private final List<String> texts = new ArrayList<>();
  private final StringBuilder output = new StringBuilder();
  private @Nullable String closed;
  private int pings;
  private boolean broken;

  @Override
  public synchronized void text(String message, Consumer<Boolean> sent) {
    texts.add(message);
    sent.accept(!broken);
  }

  @Override
  public synchronized void binary(ByteBuffer message, Consumer<Boolean> sent) {
    output.append(StandardCharsets.UTF_8.decode(message));
    sent.accept(!broken);
  }

  @Override
  public synchronized void ping() {
    pings++;
  }

  @Override
  public synchronized void close(int code, String reason) {
    if (closed == null) {
      closed = code + " " + reason;
    }
  }

  synchronized void breaks() {
    broken = true;
  }

  synchronized String closed() {
    return closed == null ? "open" : closed;
  }

  synchronized List<String> texts() {
    return List.copyOf(texts);
  }

  synchronized String output() {
    return output.toString();
  }

  synchronized int pings() {
    return pings;
  }
}
