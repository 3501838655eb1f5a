package codeblocking.remote;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Ends an exchange that takes longer than what it moves accounts for. A read timeout bounds no more
 * than silence, and not that of a peer that reads nothing: a byte now and then would keep a worker
 * for days.
 */
final class Pace implements AutoCloseable {
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final SlowestRemote slowest;
  private final long began = System.nanoTime();
  private final AtomicLong moved = new AtomicLong();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private volatile @Nullable HttpURLConnection unanswered;
  private volatile boolean over;
  private volatile boolean tooSlow;

  Pace(SlowestRemote slowest) {
    this.slowest = slowest;
    lookIn(slowest.start());
  }

  private void lookIn(Duration time) {
    CompletableFuture.delayedExecutor(time.toMillis() + 1, TimeUnit.MILLISECONDS)
        .execute(this::look);
  }

  private void look() {
    if (over) {
      return;
    }
    Duration left = slowest.allowed(moved.get()).minusNanos(System.nanoTime() - began);
    if (left.isNegative()) {
      tooSlow = true;
    }
    if (!tooSlow) {
      lookIn(left);
      return;
    }
    end();
    // Again: a connection may only just be opening.
    lookIn(AGAIN);
  }

  private void end() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no more use, one way or the other.
      }
    }
    HttpURLConnection waiting = unanswered;
    if (waiting != null) {
      waiting.disconnect();
    }
  }

  /** A socket below TLS: closing that above would wait for whoever is stuck in it. */
  void watch(Socket plain) {
    sockets.add(plain);
  }

  /** A request in plain HTTP, whose sockets Java does not hand out. */
  void watch(HttpURLConnection request) {
    unanswered = request;
  }

  /** From here on, what is read is counted, and not read on when it took too long. */
  void answered() {
    unanswered = null;
  }

  /** Whether the exchange was ended from here. */
  boolean tooSlow() {
    return tooSlow;
  }

  SocketTimeoutException failure(@Nullable Exception cause) {
    SocketTimeoutException failure = new SocketTimeoutException("slower than " + slowest);
    failure.initCause(cause);
    return failure;
  }

  @Override
  public void close() {
    over = true;
    sockets.clear();
    unanswered = null;
  }

  InputStream counted(InputStream body) {
    return new FilterInputStream(body) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        keepUp();
        int got = in.read(into, offset, length);
        moved.addAndGet(Math.max(got, 0));
        return got;
      }
    };
  }

  OutputStream counted(OutputStream body) {
    return new FilterOutputStream(body) {
      @Override
      public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        keepUp();
        out.write(from, offset, length);
        moved.addAndGet(length);
      }
    };
  }

  private void keepUp() throws SocketTimeoutException {
    if (tooSlow) {
      throw failure(null);
    }
  }
}
