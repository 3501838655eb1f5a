package codeblocking.system.kit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket at a terminal, as an IDE would hold it: collects output with offsets, texts and the
 * close code. Reads as fast as it can unless it is paused.
 */
public final class TerminalClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int DROPPED = 1006;
  private static final AtomicInteger MARKS = new AtomicInteger();

  private final Object lock = new Object();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<JsonNode> texts = new ArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final boolean keepBytes;
  private final long ackEvery;
  private @Nullable WebSocket socket;
  private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
  private long received;
  private long acknowledged;
  private long firstByteNanos;
  private boolean paused;
  private boolean owed;
  private String closeReason = "";

  private TerminalClient(Opening opening) {
    this.keepBytes = opening.keepBytes;
    this.ackEvery = opening.ackEvery;
  }

  /** How to connect. */
  public static final class Opening {
    private final Server server;
    private final String projectId;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private boolean keepBytes = true;
    private long ackEvery;

    private Opening(Server server, String projectId) {
      this.server = server;
      this.projectId = projectId;
      query.put("terminal", "main");
      query.put("cols", "200");
      query.put("rows", "50");
    }

    public Opening named(String terminal) {
      query.put("terminal", terminal);
      return this;
    }

    public Opening size(int cols, int rows) {
      query.put("cols", Integer.toString(cols));
      query.put("rows", Integer.toString(rows));
      return this;
    }

    public Opening offset(long offset) {
      query.put("offset", Long.toString(offset));
      return this;
    }

    public Opening ticket(String ticket) {
      query.put("ticket", ticket);
      return this;
    }

    public Opening header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /** Counts the bytes only, for output that is too much to keep. */
    public Opening countOnly() {
      keepBytes = false;
      return this;
    }

    /** Acknowledges every so many bytes. */
    public Opening acknowledging(long everyBytes) {
      ackEvery = everyBytes;
      return this;
    }

    /** Connects; a refused handshake is a {@link Refused}. */
    public TerminalClient open() {
      TerminalClient client = new TerminalClient(this);
      StringBuilder uri =
          new StringBuilder("ws://127.0.0.1:" + server.port() + "/ws/terminal/" + projectId);
      char separator = '?';
      for (Map.Entry<String, String> each : query.entrySet()) {
        uri.append(separator).append(each.getKey()).append('=').append(Api.encode(each.getValue()));
        separator = '&';
      }
      WebSocket.Builder builder =
          Api.HTTP.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(20));
      headers.forEach(builder::header);
      try {
        client.socket = builder.buildAsync(URI.create(uri.toString()), client.new Ears()).join();
        return client;
      } catch (CompletionException e) {
        if (e.getCause() instanceof WebSocketHandshakeException refused) {
          throw new Refused(refused.getResponse().statusCode(), e);
        }
        throw e;
      }
    }
  }

  /** The server did not take the handshake. */
  public static final class Refused extends RuntimeException {
    private final int status;

    Refused(int status, Throwable cause) {
      super("Refused with " + status, cause);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  static Opening opening(Server server, String projectId) {
    return new Opening(server, projectId);
  }

  // ---- speaking

  public TerminalClient type(String keys) {
    return send(ws -> ws.sendBinary(ByteBuffer.wrap(keys.getBytes(StandardCharsets.UTF_8)), true));
  }

  public TerminalClient resize(int cols, int rows) {
    return text(Json.object("type", "resize", "cols", cols, "rows", rows).toString());
  }

  public TerminalClient ack(long offset) {
    return text(Json.object("type", "ack", "offset", offset).toString());
  }

  public TerminalClient text(String message) {
    return send(ws -> ws.sendText(message, true));
  }

  /**
   * Runs a command line in the shell and waits for its end; fails when it ends badly. Answers what
   * was printed since the line was typed, the echo included.
   */
  public String run(String commandLine) {
    return run(commandLine, PATIENCE);
  }

  public String run(String commandLine, Duration atMost) {
    int mark = MARKS.incrementAndGet();
    int from = outputLength();
    type(commandLine + "\necho \"e\"nd:$?:" + mark + ".\n");
    Matcher end = awaitOutput("end:(\\d+):" + mark + "\\.", from, atMost);
    String printed = output().substring(Math.min(from, output().length()));
    if (!"0".equals(end.group(1))) {
      throw new AssertionError(
          "%s ended with %s:%n%s".formatted(commandLine, end.group(1), printed));
    }
    return printed;
  }

  // ---- listening

  public TerminalClient awaitAttached() {
    JsonNode unused = awaitText("attached", PATIENCE);
    return this;
  }

  /** The message that says where the stream of bytes starts. */
  public JsonNode attached() {
    return awaitText("attached", PATIENCE);
  }

  public JsonNode awaitText(String type, Duration atMost) {
    return await(
        "a text of type " + type,
        atMost,
        () ->
            texts.stream()
                .filter(text -> text.path("type").asText().equals(type))
                .findFirst()
                .orElse(null));
  }

  public List<JsonNode> texts() {
    synchronized (lock) {
      return List.copyOf(texts);
    }
  }

  public Matcher awaitOutput(String regex) {
    return awaitOutput(regex, 0, PATIENCE);
  }

  private Matcher awaitOutput(String regex, int from, Duration atMost) {
    Pattern pattern = Pattern.compile(regex);
    return await(
        "output like " + regex,
        atMost,
        () -> {
          Matcher found = pattern.matcher(bytes.toString(StandardCharsets.ISO_8859_1));
          return found.find(Math.min(from, bytes.size())) ? found : null;
        });
  }

  /** Output so far, a character for a byte, so that positions are offsets. */
  public String output() {
    synchronized (lock) {
      return bytes.toString(StandardCharsets.ISO_8859_1);
    }
  }

  /** Output so far. */
  public byte[] outputBytes() {
    synchronized (lock) {
      return bytes.toByteArray();
    }
  }

  /** How many bytes came. */
  public long received() {
    synchronized (lock) {
      return received;
    }
  }

  public void awaitReceived(long atLeast, Duration atMost) {
    boolean unused =
        await("%d bytes".formatted(atLeast), atMost, () -> received >= atLeast ? true : null);
  }

  /** The offset after the last byte that came. */
  public long offset() {
    long start = attached().path("offset").asLong();
    synchronized (lock) {
      return start + received;
    }
  }

  /** {@link System#nanoTime()} of the first byte. */
  public long firstByteNanos() {
    boolean unused = await("a first byte", PATIENCE, () -> received > 0 ? true : null);
    synchronized (lock) {
      return firstByteNanos;
    }
  }

  public int awaitClosed(Duration atMost) {
    try {
      return closed.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("Not closed within " + atMost + ": " + tail(), e);
    } catch (ExecutionException e) {
      throw new AssertionError("Broke: " + tail(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** True when the connection ended in any way, also by a broken socket. */
  public boolean ended() {
    return closed.isDone();
  }

  public String closeReason() {
    synchronized (lock) {
      return closeReason;
    }
  }

  /** Takes nothing more off the socket, not even pings: a peer that hangs. */
  public TerminalClient pause() {
    synchronized (lock) {
      paused = true;
    }
    return this;
  }

  public TerminalClient resume() {
    synchronized (lock) {
      paused = false;
      if (owed) {
        owed = false;
        socket().request(1);
      }
    }
    return this;
  }

  /** Closes as a tab does. */
  @Override
  public void close() {
    WebSocket open = socket();
    if (!open.isOutputClosed()) {
      try {
        WebSocket unused =
            open.sendClose(WebSocket.NORMAL_CLOSURE, "").orTimeout(5, TimeUnit.SECONDS).join();
      } catch (CompletionException e) {
        open.abort();
      }
    }
  }

  /** Drops the connection without a word; nobody tells the listener of it. */
  public void drop() {
    socket().abort();
    closed.complete(DROPPED);
  }

  // ---- inside

  private WebSocket socket() {
    WebSocket open = socket;
    if (open == null) {
      throw new IllegalStateException("Not open");
    }
    return open;
  }

  private interface Send {
    CompletableFuture<WebSocket> on(WebSocket socket);
  }

  /** One after the other: the client refuses a second message while the first is on its way. */
  private TerminalClient send(Send message) {
    synchronized (lock) {
      sending = sending.handle((done, failed) -> socket()).thenCompose(message::on);
    }
    return this;
  }

  private interface Look<T> {
    @Nullable T look();
  }

  private <T> T await(String what, Duration atMost, Look<T> look) {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (lock) {
      while (true) {
        T found = look.look();
        if (found != null) {
          return found;
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0 || closed.isDone()) {
          throw new AssertionError(
              "No %s %s: %s"
                  .formatted(what, left <= 0 ? "within " + atMost : "before the close", tail()));
        }
        try {
          lock.wait(Math.min(left, 500));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private String tail() {
    synchronized (lock) {
      String all = bytes.toString(StandardCharsets.ISO_8859_1);
      String last = all.substring(Math.max(0, all.length() - 2000));
      return "texts=%s, close=%s %s, output ends with:%n%s"
          .formatted(texts, closed.getNow(null), closeReason, last);
    }
  }

  private final class Ears implements WebSocket.Listener {

    private final StringBuilder part = new StringBuilder();

    @Override
    public void onOpen(WebSocket ws) {
      ws.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
      synchronized (lock) {
        part.append(data);
        if (last) {
          texts.add(Json.read(part.toString()));
          part.setLength(0);
          lock.notifyAll();
        }
      }
      more(ws);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket ws, ByteBuffer data, boolean last) {
      synchronized (lock) {
        if (received == 0) {
          firstByteNanos = System.nanoTime();
        }
        received += data.remaining();
        if (keepBytes) {
          byte[] copy = new byte[data.remaining()];
          data.get(copy);
          bytes.writeBytes(copy);
        }
        lock.notifyAll();
        if (ackEvery > 0 && received - acknowledged >= ackEvery) {
          acknowledged = received;
          long start =
              texts.stream()
                  .filter(text -> text.path("type").asText().equals("attached"))
                  .mapToLong(text -> text.path("offset").asLong())
                  .findFirst()
                  .orElse(0);
          ack(start + received);
        }
      }
      more(ws);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket ws, ByteBuffer message) {
      more(ws);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket ws, ByteBuffer message) {
      more(ws);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket ws, int statusCode, String reason) {
      synchronized (lock) {
        closeReason = reason;
        closed.complete(statusCode);
        lock.notifyAll();
      }
      return null;
    }

    @Override
    public void onError(WebSocket ws, Throwable error) {
      synchronized (lock) {
        closed.completeExceptionally(error);
        lock.notifyAll();
      }
    }

    private void more(WebSocket ws) {
      synchronized (lock) {
        if (paused) {
          owed = true;
        } else {
          ws.request(1);
        }
      }
    }
  }

  private int outputLength() {
    synchronized (lock) {
      return bytes.size();
    }
  }
}
