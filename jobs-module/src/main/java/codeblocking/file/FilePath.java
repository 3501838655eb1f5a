package codeblocking.file;

import codeblocking.project.InvalidInput;
import java.util.Arrays;
import java.util.List;

/** A path inside a workspace, as names from its root down; empty: the workspace itself. */
public record FilePath(List<String> names) {
  private static final int LONGEST = 4096;
  private static final int LONGEST_NAME = 255;

  /** Slashes at either end do not count. */
  public static FilePath parse(String text) {
    if (text.length() > LONGEST) {
      throw new InvalidInput("path", "must be at most 4096 characters long");
    }
    List<String> names = Arrays.stream(text.split("/")).filter(name -> !name.isEmpty()).toList();
    for (String name : names) {
      if (name.equals(".") || name.equals("..")) {
        throw new InvalidInput("path", "must not hold . or .. as a name");
      }
      if (name.indexOf('\0') >= 0 || name.length() > LONGEST_NAME) {
        throw new InvalidInput("path", "must hold names of at most 255 characters without NUL");
      }
    }
    return new FilePath(names);
  }

  public boolean isRoot() {
    return names.isEmpty();
  }

  public String name() {
    return isRoot() ? "" : names.get(names.size() - 1);
  }

  /** Whether it is that path or leads below it. */
  boolean startsWith(FilePath other) {
    return names.size() >= other.names.size()
        && names.subList(0, other.names.size()).equals(other.names);
  }

  @Override
  public String toString() {
    return String.join("/", names);
  }
}
