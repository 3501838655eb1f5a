package codeblocking.container;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Connections that the engine lets go of HTTP on, so that their bytes are ours.
 *
 * <p>Not the Docker client's, because with those the end of input never reaches the process, each
 * stream keeps two threads, and a first byte of 0, 1 or 2 breaks a terminal.
 */
final class EngineConnections {
  private static final int MOST_HEADER = 16 * 1024;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
  static final Pattern MESSAGE =
      Pattern.compile("\"message\"\\s*:\\s*\"(.*?)\"\\s*\\}", Pattern.DOTALL);

  private final URI host;

  EngineConnections(URI host) {
    this.host = host;
  }

  /**
   * A connection after its answer's header.
   *
   * @param early what came with the header
   */
  record Open(SocketChannel channel, ByteBuffer early) {}

  /** Both ways: the process' streams. Blocking mode. */
  Open upgrade(String path, String json) throws IOException {
    return request(path, json, "Connection: Upgrade\r\nUpgrade: tcp\r\n");
  }

  /** One way: an answer whose body comes later. */
  Open post(String path) throws IOException {
    return request(path, "", "Connection: close\r\n");
  }

  private Open request(String path, String json, String connection) throws IOException {
    SocketChannel channel = connect();
    try {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      String header =
          "POST "
              + path
              + " HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\n"
              + connection
              + "Content-Length: "
              + body.length
              + "\r\n\r\n";
      write(channel, ByteBuffer.wrap(header.getBytes(StandardCharsets.US_ASCII)));
      write(channel, ByteBuffer.wrap(body));
      return answered(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private SocketChannel connect() throws IOException {
    if ("unix".equals(host.getScheme())) {
      return SocketChannel.open(UnixDomainSocketAddress.of(host.getPath()));
    }
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(host.getHost(), host.getPort()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return channel;
  }

  private static Open answered(SocketChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MOST_HEADER);
    int end;
    do {
      if (!buffer.hasRemaining() || channel.read(buffer) < 0) {
        throw new EOFException("the connection ended before an answer");
      }
      end = headerEnd(buffer);
    } while (end < 0);
    String header = new String(buffer.array(), 0, end, StandardCharsets.US_ASCII);
    buffer.flip().position(end);
    Matcher status = STATUS.matcher(header);
    int code = status.lookingAt() ? Integer.parseInt(status.group(1)) : 0;
    if (code != 101 && code != 200) {
      throw new EngineRefusal(code, message(channel, buffer));
    }
    return new Open(channel, buffer);
  }

  private static int headerEnd(ByteBuffer buffer) {
    for (int i = 3; i < buffer.position(); i++) {
      if (buffer.get(i) == '\n' && buffer.get(i - 1) == '\r' && buffer.get(i - 2) == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static String message(SocketChannel channel, ByteBuffer early) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(MOST_HEADER);
    body.put(early);
    String text;
    do {
      text = new String(body.array(), 0, body.position(), StandardCharsets.UTF_8);
    } while (!text.contains("}") && body.hasRemaining() && channel.read(body) >= 0);
    Matcher message = MESSAGE.matcher(text);
    return message.find()
        ? message.group(1).replace("\\\"", "\"").replace("\\n", " ")
        : "no reason given";
  }

  static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
