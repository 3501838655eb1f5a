package codeblocking.terminal;

import java.util.Optional;

/** Of a screen, in characters. */
public record TerminalSize(int cols, int rows) {
  private static final int MOST = 1000;

  /** Until a viewer comes and tells its own. */
  static final TerminalSize USUAL = new TerminalSize(80, 24);

  public TerminalSize {
    if (!valid(cols, rows)) {
      throw new IllegalArgumentException("columns and rows are from 1 to " + MOST);
    }
  }

  public static Optional<TerminalSize> of(int cols, int rows) {
    return valid(cols, rows) ? Optional.of(new TerminalSize(cols, rows)) : Optional.empty();
  }

  private static boolean valid(int cols, int rows) {
    return cols >= 1 && cols <= MOST && rows >= 1 && rows <= MOST;
  }
}
