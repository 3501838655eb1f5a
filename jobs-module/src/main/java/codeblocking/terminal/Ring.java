package codeblocking.terminal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The last bytes of an output, by their offset from its start. Not thread-safe. */
final class Ring {
  /** Thousands of terminals are idle, and most of those have shown a prompt and no more. */
  private static final int SMALLEST = 2 * 1024;

  private final int most;
  private byte[] bytes;
  private long end;

  Ring(int capacity) {
    most = capacity;
    bytes = new byte[Math.min(SMALLEST, capacity)];
  }

  /** The first offset that is still held. */
  long start() {
    return Math.max(0, end - most);
  }

  /** One after the last. */
  long end() {
    return end;
  }

  /** How much memory it takes. */
  int size() {
    return bytes.length;
  }

  void append(ByteBuffer more) {
    grow(end + more.remaining());
    while (more.hasRemaining()) {
      int at = (int) (end % bytes.length);
      int some = Math.min(more.remaining(), bytes.length - at);
      more.get(bytes, at, some);
      end += some;
    }
  }

  /** While it is smaller than it may be, nothing has been overwritten: offsets are indexes. */
  private void grow(long needed) {
    if (needed > bytes.length && bytes.length < most) {
      long doubled = Math.max(needed, bytes.length * 2L);
      bytes = Arrays.copyOf(bytes, (int) Math.min(most, doubled));
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
