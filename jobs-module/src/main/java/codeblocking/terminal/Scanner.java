package codeblocking.terminal;

import java.nio.ByteBuffer;

/**
 * Reads along with a terminal's output: follows its modes, and knows where a character or a control
 * sequence is not yet complete. Not thread-safe.
 */
final class Scanner {
  private static final int LONGEST = 128;
  private static final int ESC = 0x1b;
  private static final int BEL = 0x07;

  private enum Within {
    TEXT,
    ESCAPE,
    CONTROL,
    /** A title, or another string: it ends with BEL, or with ESC and a backslash. */
    STRING,
    STRING_END
  }

  private final Modes modes = new Modes();
  private final StringBuilder between = new StringBuilder();
  private Within within = Within.TEXT;
  private int continuations;

  Modes modes() {
    return modes;
  }

  /** The next byte begins something of its own. */
  boolean complete() {
    return within == Within.TEXT && continuations == 0;
  }

  /** Reads on until after a line's end that leaves nothing open, or until all is read. */
  boolean line(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      int next = bytes.get() & 0xff;
      if (within == Within.TEXT && next >= 0x20) {
        text(next);
      } else {
        read(next);
        if (next == '\n' && complete()) {
          return true;
        }
      }
    }
    return false;
  }

  private void text(int next) {
    if (next < 0x80) {
      continuations = 0;
    } else if (next < 0xc0) {
      continuations = Math.max(0, continuations - 1);
    } else {
      continuations = next < 0xe0 ? 1 : next < 0xf0 ? 2 : 3;
    }
  }

  private void read(int next) {
    switch (within) {
      case TEXT -> command(next);
      case ESCAPE -> escape(next);
      case CONTROL -> control(next);
      case STRING -> string(next);
      case STRING_END -> {
        within = Within.ESCAPE;
        between.setLength(0);
        escape(next);
      }
    }
  }

  private void command(int next) {
    continuations = 0;
    if (next == ESC) {
      begin(Within.ESCAPE);
    } else if (next == 0x0e || next == 0x0f) {
      modes.shift(next == 0x0e);
    }
  }

  private void begin(Within what) {
    within = what;
    between.setLength(0);
  }

  private void escape(int next) {
    if (next == '[' && between.isEmpty()) {
      begin(Within.CONTROL);
    } else if (between.isEmpty() && "]P_^X".indexOf(next) >= 0) {
      begin(Within.STRING);
    } else if (next == ESC) {
      begin(Within.ESCAPE);
    } else if (next >= 0x20 && next <= 0x2f && between.length() < LONGEST) {
      between.append((char) next);
    } else {
      within = Within.TEXT;
      if (next >= 0x30) {
        modes.escape(between.toString(), (char) next);
      }
    }
  }

  private void control(int next) {
    if (next >= 0x40 && next <= 0x7e) {
      within = Within.TEXT;
      if (between.length() < LONGEST) {
        modes.control(between.toString(), (char) next);
      }
    } else if (next == ESC) {
      begin(Within.ESCAPE);
    } else if (next == 0x18 || next == 0x1a) {
      within = Within.TEXT;
    } else if (next >= 0x20 && between.length() < LONGEST) {
      between.append((char) next);
    }
  }

  private void string(int next) {
    if (next == BEL || next == 0x18 || next == 0x1a) {
      within = Within.TEXT;
    } else if (next == ESC) {
      within = Within.STRING_END;
    }
  }
}
