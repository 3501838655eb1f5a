package codeblocking.terminal;

import java.nio.ByteBuffer;

/** The last bytes of an output, by their offset from its start. Not thread-safe. */
final class Ring {
  private final byte[] bytes;
  private long end;

  Ring(int capacity) {
    bytes = new byte[capacity];
  }

  /** The first offset that is still held. */
  long start() {
    return Math.max(0, end - bytes.length);
  }

  /** One after the last. */
  long end() {
    return end;
  }

  void append(ByteBuffer more) {
    while (more.hasRemaining()) {
      int at = (int) (end % bytes.length);
      int some = Math.min(more.remaining(), bytes.length - at);
      more.get(bytes, at, some);
      end += some;
    }
  }

  /** A copy of what is held from there on, at most so much. */
  ByteBuffer copy(long from, int most) {
    if (from < start() || from > end) {
      throw new IllegalArgumentException("not held: " + from);
    }
    int length = (int) Math.min(most, end - from);
    ByteBuffer copy = ByteBuffer.allocate(length);
    int at = (int) (from % bytes.length);
    int first = Math.min(length, bytes.length - at);
    copy.put(bytes, at, first).put(bytes, 0, length - first);
    return copy.flip();
  }
}
