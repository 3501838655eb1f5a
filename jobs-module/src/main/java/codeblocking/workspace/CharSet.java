package codeblocking.workspace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bracket expression of an ignore pattern.
 *
 * @param end where the pattern goes on
 */
record CharSet(boolean negated, List<Range> ranges, int end) {
  record Range(char from, char to) {}

  /** {@code start}: after the bracket. Null: it never closes. */
  static @Nullable CharSet parse(String pattern, int start) {
    int i = start;
    boolean negated =
        i < pattern.length() && (pattern.charAt(i) == '!' || pattern.charAt(i) == '^');
    if (negated) {
      i++;
    }
    List<Range> ranges = new ArrayList<>();
    boolean first = true;
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      if (c == ']' && !first) {
        return new CharSet(negated, List.copyOf(ranges), i + 1);
      }
      first = false;
      int close = c == '[' && pattern.startsWith("[:", i) ? pattern.indexOf(":]", i + 2) : -1;
      if (close >= 0) {
        ranges.addAll(named(pattern.substring(i + 2, close)));
        i = close + 2;
        continue;
      }
      if (c == '\\' && i + 1 < pattern.length()) {
        c = pattern.charAt(++i);
      }
      i++;
      if (i + 1 < pattern.length() && pattern.charAt(i) == '-' && pattern.charAt(i + 1) != ']') {
        char to = pattern.charAt(i + 1);
        i += 2;
        if (to == '\\' && i < pattern.length()) {
          to = pattern.charAt(i++);
        }
        ranges.add(new Range(c, to));
      } else {
        ranges.add(new Range(c, c));
      }
    }
    return null;
  }

  boolean contains(char c) {
    return ranges.stream().anyMatch(range -> c >= range.from() && c <= range.to()) != negated;
  }

  private static List<Range> named(String name) {
    Range digits = new Range('0', '9');
    Range upper = new Range('A', 'Z');
    Range lower = new Range('a', 'z');
    return switch (name) {
      case "alnum" -> List.of(digits, upper, lower);
      case "alpha" -> List.of(upper, lower);
      case "digit" -> List.of(digits);
      case "upper" -> List.of(upper);
      case "lower" -> List.of(lower);
      case "xdigit" -> List.of(digits, new Range('A', 'F'), new Range('a', 'f'));
      case "blank" -> List.of(new Range(' ', ' '), new Range('\t', '\t'));
      case "space" -> List.of(new Range(' ', ' '), new Range('\t', '\r'));
      case "cntrl" -> List.of(new Range('\0', '\37'), new Range('\177', '\177'));
      case "print" -> List.of(new Range(' ', '~'));
      case "graph" -> List.of(new Range('!', '~'));
      case "punct" ->
          List.of(
              new Range('!', '/'), new Range(':', '@'), new Range('[', '`'), new Range('{', '~'));
      default -> List.of();
    };
  }
}
