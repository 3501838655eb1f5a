package codeblocking.terminal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a shell has written: the last bytes, and places in them at which somebody who saw nothing
 * before can begin. Not thread-safe.
 */
final class Output {
  /** How many places to begin are kept. */
  private static final int PLACES = 128;

  private final int usable;
  private final int step;
  private final Ring ring;
  private final Scanner scanner = new Scanner();
  private final Deque<Place> places = new ArrayDeque<>();
  private long next;

  /**
   * Nothing yet.
   *
   * @param usable how far back somebody new begins
   * @param slack what is held beyond that
   */
  Output(int usable, int slack) {
    this.usable = usable;
    this.step = Math.max(1, usable / PLACES);
    this.ring = new Ring(usable + slack);
  }

  /**
   * Where to begin.
   *
   * @param screen what puts a fresh terminal in the modes that hold there
   */
  record Place(long offset, String screen) {}

  void append(ByteBuffer bytes) {
    ByteBuffer scanned = bytes.duplicate();
    long base = ring.end() - scanned.position();
    while (scanned.hasRemaining()) {
      boolean line = scanner.line(scanned);
      long at = base + scanned.position();
      // At a line's end; where lines are very long, wherever nothing is open.
      if (at >= next && (line || (at >= next + step && scanner.complete()))) {
        places.add(new Place(at, scanner.modes().sequence()));
        next = at + step;
      }
    }
    ring.append(bytes);
    while (!places.isEmpty() && places.element().offset() < first()) {
      places.remove();
    }
  }

  long start() {
    return ring.start();
  }

  long end() {
    return ring.end();
  }

  int memory() {
    return ring.size();
  }

  /** Not where the ring starts: the next byte of output would overtake a reader there. */
  long first() {
    return Math.max(0, ring.end() - usable);
  }

  /** For somebody who has seen nothing: as far back as there is a place to begin. */
  Place beginning() {
    long first = first();
    if (first == 0) {
      return new Place(0, "");
    }
    Place place = places.peek();
    if (place != null) {
      return place;
    }
    return new Place(scanner.complete() ? ring.end() : first, scanner.modes().sequence());
  }

  /** A program has the whole screen, and what it has drawn is not in lines. */
  boolean fullScreen() {
    return scanner.modes().alternateScreen();
  }

  ByteBuffer copy(long from, int most) {
    return ring.copy(from, most);
  }
}
