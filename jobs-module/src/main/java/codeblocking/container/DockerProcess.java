package codeblocking.container;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/** A command in a container, as a process: binary-clean, both ways at once. */
final class DockerProcess extends Process {
  private static final System.Logger LOGGER = System.getLogger(DockerProcess.class.getName());
  private static final int OUTPUT = 256 * 1024;
  private static final int CHUNK = 32 * 1024;
  private static final int HEADER = 8;
  private static final int STDERR = 2;

  private final SocketChannel channel;
  private final ByteBuffer buffer;
  private final BytePipe output = new BytePipe(OUTPUT);
  private final BytePipe errors = new BytePipe(OUTPUT);
  private final OutputStream input = new Input();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final IntSupplier exitCode;
  private final Runnable killer;
  private final ScheduledFuture<?> watchdog;

  /**
   * Takes over a connection.
   *
   * @param exitCode asked once, when the streams have ended; may wait
   * @param killer ends the command and all it started; may be called at any time, and twice
   */
  DockerProcess(
      Engine engine,
      EngineConnections.Open connection,
      IntSupplier exitCode,
      Runnable killer,
      Duration timeout) {
    this.channel = connection.channel();
    this.buffer = ByteBuffer.allocate(CHUNK);
    buffer.put(connection.early()).flip();
    this.exitCode = exitCode;
    this.killer = killer;
    this.watchdog =
        engine
            .timer()
            .schedule(
                () -> engine.execute(this::overdue), timeout.toMillis(), TimeUnit.MILLISECONDS);
    engine.execute(this::pump);
  }

  private void overdue() {
    LOGGER.log(System.Logger.Level.WARNING, "a command has taken too long and is killed");
    destroy();
  }

  private void pump() {
    try {
      byte[] bytes = new byte[CHUNK];
      while (fill(HEADER, true)) {
        int stream = buffer.get();
        int left = buffer.position(buffer.position() + 3).getInt();
        while (left > 0) {
          fill(1, false);
          int some = Math.min(left, buffer.remaining());
          buffer.get(bytes, 0, some);
          left -= some;
          deliver(stream, bytes, some);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a command''s connection broke: {0}", e.getMessage());
    } finally {
      finished();
    }
  }

  private void deliver(int stream, byte[] bytes, int length) throws IOException {
    if (stream == STDERR) {
      // Dropped when nobody reads it: complaints must not stop the data.
      errors.offer(bytes, 0, length);
    } else {
      output.put(bytes, 0, length);
    }
  }

  /** Has at least this much in the buffer; false: the end, where it is allowed. */
  private boolean fill(int least, boolean endAllowed) throws IOException {
    if (buffer.remaining() >= least) {
      return true;
    }
    buffer.compact();
    try {
      while (buffer.position() < least) {
        if (channel.read(buffer) < 0) {
          if (endAllowed && buffer.position() == 0) {
            return false;
          }
          throw new EOFException("the connection ended within a frame");
        }
      }
    } finally {
      buffer.flip();
    }
    return true;
  }

  private void finished() {
    output.end();
    errors.end();
    watchdog.cancel(false);
    int code = -1;
    try {
      code = exitCode.getAsInt();
    } finally {
      closeChannel();
      exit.complete(code);
    }
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a command's connection did not close", e);
    }
  }

  @Override
  public OutputStream getOutputStream() {
    return input;
  }

  @Override
  public InputStream getInputStream() {
    return output;
  }

  @Override
  public InputStream getErrorStream() {
    return errors;
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      exit.get(timeout, unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int exitValue() {
    if (!exit.isDone()) {
      throw new IllegalThreadStateException("the command has not ended");
    }
    return exit.join();
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return exit.thenApply(code -> this);
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public void destroy() {
    if (exit.isDone()) {
      return;
    }
    // Nobody reads any more, so the pump must not wait for that.
    output.close();
    killer.run();
    closeChannel();
  }

  @Override
  public Process destroyForcibly() {
    destroy();
    return this;
  }

  /** Its end reaches the process, and leaves the way back open. */
  private final class Input extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      EngineConnections.write(channel, ByteBuffer.wrap(bytes, from, length));
    }

    @Override
    public void close() throws IOException {
      if (channel.isOpen()) {
        channel.shutdownOutput();
      }
    }
  }
}
