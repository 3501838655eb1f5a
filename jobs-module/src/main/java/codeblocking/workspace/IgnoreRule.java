package codeblocking.workspace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of a {@code .gitignore}, as git reads it. */
final class IgnoreRule {
  private final boolean negated;
  private final boolean directoriesOnly;
  // One: matched against the last component at any depth, unless anchored. Null element: "**".
  private final List<@Nullable Glob> segments;
  private final boolean anchored;

  private IgnoreRule(
      boolean negated, boolean directoriesOnly, boolean anchored, List<@Nullable Glob> segments) {
    this.negated = negated;
    this.directoriesOnly = directoriesOnly;
    this.anchored = anchored;
    this.segments = segments;
  }

  /** Null: a comment, an empty line or a malformed pattern. */
  static @Nullable IgnoreRule parse(String line) {
    String text =
        withoutTrailingSpaces(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    if (text.isEmpty() || text.startsWith("#")) {
      return null;
    }
    boolean negated = text.startsWith("!");
    if (negated) {
      text = text.substring(1);
    }
    boolean directoriesOnly = text.endsWith("/");
    if (directoriesOnly) {
      text = text.substring(0, text.length() - 1);
    }
    boolean anchored = text.indexOf('/') >= 0;
    if (text.startsWith("/")) {
      text = text.substring(1);
    }
    List<@Nullable Glob> segments = new ArrayList<>();
    for (String segment : text.split("/", -1)) {
      if (anchored && segment.equals("**")) {
        if (segments.isEmpty() || segments.get(segments.size() - 1) != null) {
          segments.add(null);
        }
        continue;
      }
      Glob glob = segment.isEmpty() ? null : Glob.parse(segment);
      if (glob == null) {
        return null;
      }
      segments.add(glob);
    }
    return new IgnoreRule(negated, directoriesOnly, anchored, segments);
  }

  boolean negated() {
    return negated;
  }

  /** {@code path}: components below the directory that holds the rules. */
  boolean matches(List<String> path, boolean directory, Budget budget) {
    if (directoriesOnly && !directory) {
      return false;
    }
    if (!anchored) {
      return segmentMatches(segments.get(0), path.get(path.size() - 1), budget);
    }
    return matchesFrom(path, budget);
  }

  /** The same two-pointer walk as in {@link Glob}, a level up: "**" is its star. */
  private boolean matchesFrom(List<String> path, Budget budget) {
    int s = 0;
    int p = 0;
    int star = -1;
    int resume = 0;
    while (p < path.size()) {
      if (s < segments.size() && segments.get(s) == null) {
        star = s++;
        resume = p;
      } else if (s < segments.size() && segmentMatches(segments.get(s), path.get(p), budget)) {
        s++;
        p++;
      } else if (star >= 0) {
        s = star + 1;
        p = ++resume;
      } else {
        return false;
      }
    }
    // A trailing "**" has taken at least one component here: "a/**" is all below a, not a itself.
    return s == segments.size();
  }

  private static boolean segmentMatches(@Nullable Glob glob, String name, Budget budget) {
    return glob != null && budget.take(glob.cost(name)) && glob.matches(name);
  }

  private static String withoutTrailingSpaces(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ' && !(end > 1 && line.charAt(end - 2) == '\\')) {
      end--;
    }
    return line.substring(0, end);
  }

  /** Steps that all rules together may take in one walk; then nothing matches any more. */
  static final class Budget {
    private long left;

    Budget(long steps) {
      left = steps;
    }

    boolean take(long steps) {
      left -= steps;
      return left >= 0;
    }

    boolean exhausted() {
      return left < 0;
    }
  }
}
