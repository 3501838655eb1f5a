package codeblocking.container;

import java.io.Closeable;
import java.nio.ByteBuffer;

/** Both ways of a terminal's bytes, without a thread of its own. */
public interface TerminalStream extends Closeable {
  /** Called from the one selector thread: must not block. */
  interface Listener {
    /**
     * Output, to be kept; the buffer is the callee's only during the call.
     *
     * @return false: read no more until {@link TerminalStream#resumeReading}
     */
    boolean output(ByteBuffer bytes);

    /**
     * Pass on what was kept: nothing more is there just now, or it is much. At once after a pause
     * and where it is little, and in a flood every few milliseconds, so that pieces of a kilobyte
     * are merged.
     *
     * @return false: none of it was for anybody, so that what comes next is no flood
     */
    boolean flush();

    /** The shell has ended, or the connection to it. */
    void closed();
  }

  /** Starts the flow; once. */
  void listen(Listener listener);

  void resumeReading();

  /** Queues input; false: more is queued than the shell takes (1 MiB), nothing was queued. */
  boolean write(ByteBuffer bytes);

  /**
   * Asks for a size, and returns at once. What is written afterwards waits for it, so that it finds
   * the size that was told.
   */
  void resize(int cols, int rows);

  /** Exit code of the shell; -1: unknown. Call after {@code closed}, off the selector thread. */
  int exitCode();

  /** Older than this connection to it: what it wrote before is not to be had. */
  default boolean continued() {
    return false;
  }

  /** Lets go: a shell that can be found again goes on, any other is hung up. */
  default void release() {
    close();
  }

  /** Hangs up: the shell and its children get SIGHUP. */
  @Override
  void close();
}
