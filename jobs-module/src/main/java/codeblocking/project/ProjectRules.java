package codeblocking.project;

import java.util.Collection;
import java.util.regex.Pattern;

/** What a project may be called, and the branches it may name. */
public final class ProjectRules {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_BRANCH = 200;

  // Bidirectional controls would let a name show as another one.
  private static final Pattern NOT_PRINTABLE =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]");
  private static final Pattern DOTS_AND_SPACES = Pattern.compile("[.\\s\\p{Zs}]*");

  /**
   * What git check-ref-format refuses, and a leading dash, which a command may take for an option.
   */
  private static final Pattern NO_BRANCH =
      Pattern.compile(
          "^[-/.]|[/.]$|\\.\\.|//|/\\.|\\.lock(/|$)|@\\{|^@$|[\\p{Cntrl} ~^:?*\\[\\\\]|\\p{Zs}");

  private ProjectRules() {}

  /** The name without surrounding space. */
  public static String name(String typed) {
    String name = typed.strip();
    int length = name.codePointCount(0, name.length());
    if (length < 1 || length > LONGEST_NAME) {
      throw new InvalidInput("name", "must be 1 to 100 characters long; it has " + length);
    }
    if (NOT_PRINTABLE.matcher(name).find()) {
      throw new InvalidInput("name", "must hold printable characters only, no control characters");
    }
    if (name.contains("/") || name.contains("\\")) {
      throw new InvalidInput("name", "must not hold a slash or a backslash");
    }
    if (DOTS_AND_SPACES.matcher(name).matches()) {
      throw new InvalidInput("name", "must be more than dots and spaces");
    }
    return name;
  }

  public static String branch(String typed) {
    if (typed.isEmpty() || typed.length() > LONGEST_BRANCH || NO_BRANCH.matcher(typed).find()) {
      throw new InvalidInput(
          "branch",
          "must be a valid git branch name of at most 200 characters, such as main or feature/login");
    }
    return typed;
  }

  public static String environment(String typed, Collection<String> known) {
    if (!known.contains(typed)) {
      throw new InvalidInput("environment", "must be one of " + String.join(", ", known));
    }
    return typed;
  }
}
