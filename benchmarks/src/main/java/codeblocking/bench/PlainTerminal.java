package codeblocking.bench;

import codeblocking.system.kit.Api;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket at a terminal over a plain socket, so that what is measured is the server and not a
 * client library that warms up.
 */
final class PlainTerminal implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** Connects, and waits for the answer to the handshake. */
  PlainTerminal(Api api, String project, String terminal) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), api.server().port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
    out = socket.getOutputStream();
    String request =
        "GET /ws/terminal/"
            + project
            + "?terminal="
            + terminal
            + "&cols=120&rows=40 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
            + api.token()
            + "\r\n\r\n";
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    String status = line();
    if (!status.contains(" 101 ")) {
      throw new IOException("No WebSocket: " + status);
    }
    while (!line().isEmpty()) {
      // The rest of the header.
    }
  }

  @SuppressWarnings("deprecation") // A header is ASCII, and short.
  private String line() throws IOException {
    return in.readLine();
  }

  /** The next piece of output; other messages are passed over. */
  byte[] output() throws IOException {
    while (true) {
      int kind = in.readUnsignedByte() & 15;
      int length = in.readUnsignedByte() & 127;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = (int) in.readLong();
      }
      byte[] payload = in.readNBytes(length);
      if (kind == CLOSE) {
        throw new IOException("Closed: " + new String(payload, StandardCharsets.UTF_8));
      }
      if (kind == PING) {
        pong();
      }
      if (kind == BINARY && length > 0) {
        return payload;
      }
    }
  }

  /** A sign of life, also unasked. */
  void pong() throws IOException {
    send(PONG, new byte[0]);
  }

  /** Keys, at most 125 bytes. */
  void type(String keys) throws IOException {
    send(BINARY, keys.getBytes(StandardCharsets.US_ASCII));
  }

  private synchronized void send(int kind, byte[] bytes) throws IOException {
    byte[] frame = new byte[6 + bytes.length];
    frame[0] = (byte) (0x80 | kind);
    frame[1] = (byte) (0x80 | bytes.length);
    // The mask is four zeros.
    System.arraycopy(bytes, 0, frame, 6, bytes.length);
    out.write(frame);
    out.flush();
  }

  /** Reads until this has come. */
  void await(String text) throws IOException {
    StringBuilder seen = new StringBuilder();
    while (seen.indexOf(text) < 0) {
      seen.append(new String(output(), StandardCharsets.ISO_8859_1));
    }
  }

  /** As a tab that goes: the close frame, and the end of the connection. */
  @Override
  public void close() throws IOException {
    send(CLOSE, new byte[] {3, (byte) 0xe8});
    socket.close();
  }
}
