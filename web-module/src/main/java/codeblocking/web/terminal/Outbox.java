package codeblocking.web.terminal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Sends one message after the other, because not every server takes a second one before the first
 * has gone out.
 */
final class Outbox {
  private static final int MOST = 256;

  private final Connection connection;
  private final Runnable broken;
  private final Deque<Consumer<Consumer<Boolean>>> waiting = new ArrayDeque<>();
  private boolean sending;
  private boolean pumping;
  private boolean closed;

  /**
   * An empty one.
   *
   * @param broken run when a message could not be sent
   */
  Outbox(Connection connection, Runnable broken) {
    this.connection = connection;
    this.broken = broken;
  }

  /** False: too many messages wait already. */
  boolean text(String message, Runnable done) {
    return add(sent -> connection.text(message, after(done, sent)));
  }

  boolean binary(ByteBuffer message, Runnable done) {
    return add(sent -> connection.binary(message, after(done, sent)));
  }

  /** After all that waits. */
  void close(CloseCode code, String reason) {
    add(
        sent -> {
          connection.close(code.number(), reason);
          sent.accept(true);
        });
  }

  /** Nothing more is sent. */
  synchronized void abandon() {
    closed = true;
    waiting.clear();
  }

  private static Consumer<Boolean> after(Runnable done, Consumer<Boolean> sent) {
    return ok -> {
      sent.accept(ok);
      if (ok) {
        done.run();
      }
    };
  }

  private boolean add(Consumer<Consumer<Boolean>> message) {
    synchronized (this) {
      if (closed) {
        return true;
      }
      if (waiting.size() >= MOST) {
        return false;
      }
      waiting.add(message);
    }
    pump();
    return true;
  }

  private void sent(boolean ok) {
    synchronized (this) {
      sending = false;
      if (!ok) {
        closed = true;
        waiting.clear();
      }
    }
    if (ok) {
      pump();
    } else {
      broken.run();
    }
  }

  /** Completions that come within the send return at once, and the loop goes on here. */
  private void pump() {
    synchronized (this) {
      if (pumping) {
        return;
      }
      pumping = true;
    }
    while (true) {
      Consumer<Consumer<Boolean>> next;
      synchronized (this) {
        next = sending ? null : waiting.poll();
        if (next == null) {
          pumping = false;
          return;
        }
        sending = true;
      }
      next.accept(this::sent);
    }
  }
}
