package codeblocking.terminal;

import java.nio.ByteBuffer;

/**
 * Who watches a terminal; the edge. None of these may block, and each {@code done} is run once when
 * the message has gone out. Where it could not, the viewer detaches itself.
 */
public interface Viewer {
  /** First of all: where the output begins that follows. */
  void attached(Start start, Runnable done);

  /** The next bytes; no other follow before {@code done}. The buffer is the callee's. */
  void output(ByteBuffer bytes, Runnable done);

  /** The shell has ended, and all its output was delivered; code -1: unknown. The last call. */
  void exited(int code);

  /** The terminal is closed because its container is going away; why, in words. The last call. */
  void hungUp(String reason);

  /** Somebody has closed the terminal for good. The last call. */
  void removed();

  /** Others keep up and what this one has not seen is gone. The last call. */
  void overtaken();
}
