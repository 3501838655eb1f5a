package codeblocking.terminal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One viewer's place at a terminal. Its fields are guarded by the terminal's lock. */
final class Watch implements Attachment {
  final Viewer viewer;
  private final Terminal terminal;
  private final Object lock;
  private long cursor;
  private @Nullable Long acknowledged;
  // The word that tells where output starts goes first.
  private boolean busy = true;
  private boolean pumping;
  private boolean gone;

  Watch(Terminal terminal, Object lock, Viewer viewer, long cursor) {
    this.terminal = terminal;
    this.lock = lock;
    this.viewer = viewer;
    this.cursor = cursor;
  }

  /** Under the lock. */
  long cursor() {
    return cursor;
  }

  /** Under the lock. */
  void leave() {
    gone = true;
  }

  /** The last message of the viewer has gone out. */
  void sent() {
    synchronized (lock) {
      busy = false;
    }
    terminal.pump(this);
  }

  /** Under the lock: whether to go on; false: somebody is at it. */
  boolean begin() {
    boolean free = !pumping;
    pumping = true;
    return free;
  }

  /** Under the lock. */
  void pause() {
    pumping = false;
  }

  /** Under the lock: how much may be sent now. */
  int room(long end, int message, int window) {
    if (gone || busy) {
      return -1;
    }
    long most = Math.min(message, end - cursor);
    if (acknowledged != null) {
      most = Math.min(most, acknowledged + window - cursor);
    }
    return (int) Math.max(0, most);
  }

  /** Under the lock: answers the cursor after it. */
  long take(int bytes) {
    cursor += bytes;
    busy = true;
    return cursor;
  }

  @Override
  public boolean acknowledge(long offset) {
    synchronized (lock) {
      if (offset > cursor || offset < 0) {
        return false;
      }
      acknowledged = Math.max(offset, acknowledged == null ? 0 : acknowledged);
    }
    terminal.pump(this);
    return true;
  }

  @Override
  public boolean type(ByteBuffer bytes) {
    return terminal.type(bytes);
  }

  @Override
  public void resize(TerminalSize size) {
    terminal.fit(size, false);
  }

  @Override
  public void detach() {
    terminal.detach(this);
  }
}
