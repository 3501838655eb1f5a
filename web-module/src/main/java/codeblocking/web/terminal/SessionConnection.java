package codeblocking.web.terminal;

import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** {@link Connection} of the server's WebSocket container. */
final class SessionConnection implements Connection {
  private static final System.Logger LOGGER = System.getLogger(SessionConnection.class.getName());

  /** A close frame holds 125 bytes, two of them the code. */
  private static final int LONGEST_REASON = 123;

  private final Session session;
  private final Executor closing;

  /**
   * Of a session.
   *
   * @param closing where it is closed, since that may wait, and callers may not
   */
  SessionConnection(Session session, Executor closing) {
    this.session = session;
    this.closing = closing;
  }

  @Override
  public void text(String message, Consumer<Boolean> sent) {
    send(sent, handler -> session.getAsyncRemote().sendText(message, handler));
  }

  @Override
  public void binary(ByteBuffer message, Consumer<Boolean> sent) {
    send(sent, handler -> session.getAsyncRemote().sendBinary(message, handler));
  }

  private static void send(Consumer<Boolean> sent, Consumer<SendHandler> how) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    NoServices.enter();
    try {
      how.accept(result -> sent.accept(result.isOK()));
    } catch (RuntimeException e) {
      // Closed meanwhile; the server says so in various ways.
      sent.accept(false);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public void ping() {
    try {
      session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | IllegalStateException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a ping was not sent; the silence will tell");
    }
  }

  @Override
  public void close(int code, String reason) {
    try {
      closing.execute(() -> closeNow(code, reason));
    } catch (RejectedExecutionException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "the server closes the connection as it goes");
    }
  }

  private void closeNow(int code, String reason) {
    try {
      if (session.isOpen()) {
        session.close(
            new CloseReason(CloseReason.CloseCodes.getCloseCode(code), shortened(reason)));
      }
    } catch (IOException | IllegalStateException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a connection was closed already");
    }
  }

  /** As much as fits, without half a character at its end. */
  static String shortened(String reason) {
    byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST_REASON) {
      return reason;
    }
    int end = LONGEST_REASON - 3;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + "…";
  }
}
