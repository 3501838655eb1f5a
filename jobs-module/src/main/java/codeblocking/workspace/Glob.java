package codeblocking.workspace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One segment of an ignore pattern: {@code *}, {@code ?}, {@code [a-z]}, {@code \x}.
 *
 * <p>Matching keeps one star to fall back to, so that its time is at most pattern length times name
 * length, whatever a hostile {@code .gitignore} holds; a backtracking regular expression takes
 * hours for {@code a*a*a*b}.
 */
final class Glob {
  private static final int STAR = -1;
  private static final int ANY = -2;
  private static final int SET = -3;

  private final int[] tokens;
  private final List<CharSet> sets;
  private final @Nullable String literal;

  private Glob(int[] tokens, List<CharSet> sets, @Nullable String literal) {
    this.tokens = tokens;
    this.sets = sets;
    this.literal = literal;
  }

  /** Null: the pattern is malformed and matches nothing, as in git. */
  static @Nullable Glob parse(String pattern) {
    List<Integer> tokens = new ArrayList<>();
    List<CharSet> sets = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    boolean plain = true;
    int i = 0;
    while (i < pattern.length()) {
      char c = pattern.charAt(i++);
      if (c == '*') {
        plain = false;
        if (tokens.isEmpty() || tokens.get(tokens.size() - 1) != STAR) {
          tokens.add(STAR);
        }
      } else if (c == '?') {
        plain = false;
        tokens.add(ANY);
      } else if (c == '[') {
        CharSet set = CharSet.parse(pattern, i);
        if (set == null) {
          return null;
        }
        plain = false;
        i = set.end();
        tokens.add(SET - sets.size());
        sets.add(set);
      } else {
        if (c == '\\') {
          if (i == pattern.length()) {
            return null;
          }
          c = pattern.charAt(i++);
        }
        tokens.add((int) c);
        literal.append(c);
      }
    }
    return new Glob(
        tokens.stream().mapToInt(Integer::intValue).toArray(),
        sets,
        plain ? literal.toString() : null);
  }

  boolean matches(String name) {
    if (literal != null) {
      return literal.equals(name);
    }
    int t = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (t < tokens.length && tokens[t] == STAR) {
        star = t++;
        resume = n;
      } else if (t < tokens.length && one(tokens[t], name.charAt(n))) {
        t++;
        n++;
      } else if (star >= 0) {
        t = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (t < tokens.length && tokens[t] == STAR) {
      t++;
    }
    return t == tokens.length;
  }

  /** An upper bound of the steps for a name. */
  long cost(String name) {
    return literal != null ? 1 : 1 + (long) tokens.length * name.length();
  }

  private boolean one(int token, char c) {
    return token >= 0
        ? token == c
        : token == ANY || (token <= SET && sets.get(SET - token).contains(c));
  }
}
