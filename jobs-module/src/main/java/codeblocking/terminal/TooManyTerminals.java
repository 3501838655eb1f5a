package codeblocking.terminal;

/** A project has as many terminals as it may. */
public final class TooManyTerminals extends RuntimeException {
  TooManyTerminals(int most) {
    super("a project has at most %d terminals; close one first".formatted(most));
  }
}
