package codeblocking.terminal;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a client calls one of its project's terminals. */
public record TerminalName(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-]{1,32}");

  /** Which every container has from its start. */
  public static final TerminalName MAIN = new TerminalName("main");

  public TerminalName {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException("not a terminal name");
    }
  }

  public static Optional<TerminalName> parse(String text) {
    return ALLOWED.matcher(text).matches() ? Optional.of(new TerminalName(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
