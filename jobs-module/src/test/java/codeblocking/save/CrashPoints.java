package codeblocking.save;

import java.util.ArrayList;
import java.util.List;

/** Places between any two steps of a save: there the process may die, or the user go on working. */
final class CrashPoints {
  /** The process is gone: nothing catches this, as nothing would run any more. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash(String where) {
      super("crash at " + where);
    }
  }

  interface Meanwhile {
    void run() throws Exception;
  }

  final List<String> passed = new ArrayList<>();
  private int crashAt;
  private int disturbAt;
  private Meanwhile meanwhile = () -> {};

  /** Counts from here on. {@code crash}, {@code disturb}: at which one; 0: at none. */
  void begin(int crash, int disturb, Meanwhile what) {
    passed.clear();
    crashAt = crash;
    disturbAt = disturb;
    meanwhile = what;
  }

  void end() {
    crashAt = 0;
    disturbAt = 0;
  }

  void pass(String where) {
    passed.add(where);
    if (passed.size() == disturbAt) {
      try {
        meanwhile.run();
      } catch (Exception e) {
        throw new IllegalStateException("the user could not go on at " + where, e);
      }
    }
    if (passed.size() == crashAt) {
      throw new Crash(where);
    }
  }
}
