package codeblocking.terminal;

import java.nio.ByteBuffer;

/** A viewer at its terminal. */
public interface Attachment {
  /** The viewer has seen everything before this offset; false: it was never sent so much. */
  boolean acknowledge(long offset);

  /** Typed bytes; false: more are waiting than the shell takes. */
  boolean type(ByteBuffer bytes);

  void resize(TerminalSize size);

  /** Idempotent; the terminal goes on without. */
  void detach();
}
