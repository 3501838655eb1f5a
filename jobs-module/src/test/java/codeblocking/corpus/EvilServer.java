package codeblocking.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens for whatever is sent to it; a connection alone is a finding. */
final class EvilServer implements AutoCloseable {
  private final ServerSocket listening;
  private final List<String> received = new CopyOnWriteArrayList<>();

  EvilServer() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::listen, "evil-server");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  List<String> received() {
    return List.copyOf(received);
  }

  private void listen() {
    while (!listening.isClosed()) {
      try (Socket peer = listening.accept()) {
        peer.setSoTimeout(500);
        byte[] buffer = new byte[8192];
        int read = peer.getInputStream().read(buffer);
        received.add(read < 0 ? "" : new String(buffer, 0, read, ISO_8859_1));
        peer.getOutputStream().write("HTTP/1.0 401 No\r\n\r\n".getBytes(ISO_8859_1));
      } catch (IOException e) {
        received.add(listening.isClosed() ? "closed" : "connected, and said nothing");
      }
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
