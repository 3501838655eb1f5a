package codeblocking.container;

import java.util.concurrent.TimeUnit;

/**
 * When what a shell wrote is passed on: a flood in few large pieces, the echoes of keys at once,
 * however fast they are typed.
 *
 * <p>Times are those of {@link System#nanoTime}. Not for several threads.
 */
final class FloodRule {
  /** In a flood, what came is passed on this often, or when it is {@link #MUCH}. */
  static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(4);

  static final int MUCH = 32 * 1024;

  /** So many, and so small, are echoes; what is more within a period is a flood. */
  static final int ECHOES = 3;

  static final int ECHO_BYTES = 1024;

  /** Bytes that were read and not passed on. */
  private int waiting;

  private long periodBegan;
  private int passed;

  FloodRule(long now) {
    periodBegan = now - PERIOD;
  }

  void read(int bytes) {
    waiting += bytes;
  }

  /**
   * How long what was read may wait.
   *
   * @return nanoseconds; 0: it is passed on now; -1: there is nothing
   */
  long mayWait(long now) {
    if (waiting == 0) {
      return -1;
    }
    boolean echo = waiting <= ECHO_BYTES && passed < ECHOES;
    return echo || waiting >= MUCH ? 0 : Math.max(0, periodBegan + PERIOD - now);
  }

  /** {@code seen}: somebody was sent it; what nobody sees is no part of a flood. */
  void passedOn(long now, boolean seen) {
    waiting = 0;
    if (seen) {
      passed = now - periodBegan < PERIOD ? passed + 1 : 1;
      if (passed == 1) {
        periodBegan = now;
      }
    }
  }
}
