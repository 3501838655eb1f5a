package codeblocking.system;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A WebSocket that behaves as a terminal: echoes, and runs nothing. The kit is tested on it. */
final class TinyTerminal implements AutoCloseable {

  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;

  private final ServerSocket listener;
  final List<String> texts = new CopyOnWriteArrayList<>();
  final List<String> requests = new CopyOnWriteArrayList<>();

  TinyTerminal() throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "tiny-terminal");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread thread = new Thread(() -> talk(socket), "tiny-session");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (SocketException e) {
      // Closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void talk(Socket socket) {
    try (socket;
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream()) {
      String head = head(in);
      requests.add(head);
      if (head.toLowerCase(Locale.ROOT).contains("origin: https://evil")) {
        out.write(
            "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        return;
      }
      String key = head.replaceAll("(?is).*sec-websocket-key: (\\S+).*", "$1");
      out.write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Accept: "
                  + accept(key)
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      send(out, TEXT, "{\"type\":\"attached\",\"terminal\":\"main\",\"offset\":100,\"warm\":true}");
      while (echo(in, out)) {}
    } catch (IOException e) {
      // The client is gone.
    }
  }

  private boolean echo(DataInputStream in, OutputStream out) throws IOException {
    int kind = in.readUnsignedByte() & 15;
    int length = in.readUnsignedByte() & 127;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = (int) in.readLong();
    }
    byte[] mask = in.readNBytes(4);
    byte[] data = in.readNBytes(length);
    for (int i = 0; i < data.length; i++) {
      data[i] ^= mask[i % 4];
    }
    String text = new String(data, StandardCharsets.UTF_8);
    switch (kind) {
      case TEXT -> texts.add(text);
      case BINARY -> answer(out, text);
      case CLOSE -> frame(out, CLOSE, data);
      default -> {}
    }
    return kind != CLOSE;
  }

  /** As a shell would: the echo, and the status of what was "run". */
  private static void answer(OutputStream out, String typed) throws IOException {
    if (typed.equals("exit\n")) {
      send(out, TEXT, "{\"type\":\"exit\",\"code\":0}");
      frame(out, CLOSE, ByteBuffer.allocate(2).putShort((short) 1000).array());
      return;
    }
    if (typed.startsWith("flood ")) {
      byte[] block = new byte[60_000];
      for (int i = 0; i < Integer.parseInt(typed.substring(6).strip()); i++) {
        frame(out, BINARY, block);
      }
      return;
    }
    send(out, BINARY, typed.replace("\n", "\r\n"));
    String mark = typed.replaceAll("(?s).*:\\$\\?:(\\d+)\\..*", "$1");
    if (!mark.equals(typed)) {
      send(out, BINARY, "end:" + (typed.startsWith("false") ? 1 : 0) + ":" + mark + ".\r\n");
    }
  }

  private static void send(OutputStream out, int kind, String text) throws IOException {
    frame(out, kind, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void frame(OutputStream out, int kind, byte[] data) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x80 | kind);
    if (data.length < 126) {
      frame.write(data.length);
    } else {
      frame.write(126);
      frame.write(data.length >> 8);
      frame.write(data.length);
    }
    frame.write(data);
    out.write(frame.toByteArray());
    out.flush();
  }

  private static String head(DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  private static String accept(String key) {
    try {
      // SHA-1 is what the protocol asks for.
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(
              digest.digest(
                  (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
