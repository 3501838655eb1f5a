package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code .gitattributes} say of line ends: {@code text}, {@code eol}, {@code binary} and the
 * older {@code crlf}; and whether git LFS keeps a file. Data only: no filter or driver is run here.
 */
final class Attributes {
  private static final long MOST_STEPS = 2_000_000_000L;

  private enum Text {
    SET,
    UNSET,
    AUTO,
    UNSPECIFIED
  }

  private enum Eol {
    LF,
    CRLF,
    UNSPECIFIED
  }

  /** Null: the line says nothing of it. */
  private record Line(
      IgnoreRule pattern, @Nullable Text text, @Nullable Eol eol, @Nullable Boolean lfs) {}

  private final @Nullable Attributes above;
  private final List<Line> lines;
  private final int depth;
  private final IgnoreRule.Budget budget;
  // Those of .git/info/attributes, which win over all others.
  private final List<Line> first;
  // For files of which no line says anything.
  private final Conversion otherwise;

  private Attributes(
      @Nullable Attributes above,
      List<Line> lines,
      int depth,
      IgnoreRule.Budget budget,
      List<Line> first,
      Conversion otherwise) {
    this.above = above;
    this.lines = lines;
    this.depth = depth;
    this.budget = budget;
    this.first = first;
    this.otherwise = otherwise;
  }

  /** {@code info}: text of {@code .git/info/attributes}. */
  static Attributes outermost(byte @Nullable [] info, Conversion otherwise) {
    return new Attributes(
        null,
        List.of(),
        0,
        new IgnoreRule.Budget(MOST_STEPS),
        info == null ? List.of() : parse(info),
        otherwise);
  }

  /** With the {@code .gitattributes} of the directory that is {@code newDepth} below the root. */
  Attributes with(byte[] text, int newDepth) {
    List<Line> more = parse(text);
    return more.isEmpty() ? this : new Attributes(this, more, newDepth, budget, first, otherwise);
  }

  boolean exhausted() {
    return budget.exhausted();
  }

  Conversion of(List<String> path) {
    if (first.isEmpty() && above == null && lines.isEmpty()) {
      return otherwise;
    }
    Found found = new Found();
    look(first, path, found);
    for (Attributes level = this; level != null && !found.complete(); level = level.above) {
      look(level.lines, path.subList(level.depth, path.size()), found);
    }
    // Patterns that take too long are not tried; the bytes are saved as they are.
    return budget.exhausted() ? Conversion.NONE : found.conversion(otherwise);
  }

  private void look(List<Line> all, List<String> path, Found found) {
    for (int i = all.size() - 1; i >= 0 && !found.complete(); i--) {
      Line line = all.get(i);
      if (found.wants(line) && line.pattern.matches(path, false, budget)) {
        found.take(line);
      }
    }
  }

  private static final class Found {
    private @Nullable Text text;
    private @Nullable Eol eol;
    private @Nullable Boolean lfs;

    boolean complete() {
      return text != null && eol != null && lfs != null;
    }

    boolean wants(Line line) {
      return (text == null && line.text != null)
          || (eol == null && line.eol != null)
          || (lfs == null && line.lfs != null);
    }

    void take(Line line) {
      text = text == null ? line.text : text;
      eol = eol == null ? line.eol : eol;
      lfs = lfs == null ? line.lfs : lfs;
    }

    Conversion conversion(Conversion otherwise) {
      if (Boolean.TRUE.equals(lfs)) {
        return Conversion.LFS;
      }
      if (text == Text.UNSET) {
        return Conversion.NONE;
      }
      if (text == Text.AUTO) {
        return eol == Eol.CRLF ? Conversion.AUTO_CRLF : Conversion.AUTO;
      }
      if (eol == Eol.CRLF) {
        return Conversion.TEXT_CRLF;
      }
      if (text == Text.SET || eol == Eol.LF) {
        return Conversion.TEXT;
      }
      return otherwise;
    }
  }

  private static List<Line> parse(byte[] bytes) {
    List<Line> lines = new ArrayList<>();
    String text = new String(bytes, UTF_8);
    for (String each : (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n")) {
      Line line = line(each.strip());
      if (line != null) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static @Nullable Line line(String text) {
    // Macros and negative patterns are not for line ends; git refuses the latter.
    if (text.isEmpty()
        || text.startsWith("#")
        || text.startsWith("[attr]")
        || text.startsWith("!")) {
      return null;
    }
    int end = patternEnd(text);
    String pattern =
        text.startsWith("\"") ? unquoted(text.substring(0, end)) : text.substring(0, end);
    IgnoreRule rule = IgnoreRule.parse(pattern);
    if (rule == null) {
      return null;
    }
    Text said = null;
    Eol eol = null;
    Boolean lfs = null;
    for (String word : text.substring(end).strip().split("[ \t]+")) {
      Text asText = text(word);
      Eol asEol = eol(word);
      said = asText == null ? said : asText;
      eol = asEol == null ? eol : asEol;
      lfs = word.matches("[-!]?filter(=.*)?") ? Boolean.valueOf(word.equals("filter=lfs")) : lfs;
    }
    return said == null && eol == null && lfs == null ? null : new Line(rule, said, eol, lfs);
  }

  private static int patternEnd(String text) {
    if (text.startsWith("\"")) {
      for (int i = 1; i < text.length(); i++) {
        if (text.charAt(i) == '\\') {
          i++;
        } else if (text.charAt(i) == '"') {
          return i + 1;
        }
      }
    }
    int end = 0;
    while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '\t') {
      end++;
    }
    return end;
  }

  private static String unquoted(String quoted) {
    String inner = quoted.endsWith("\"") ? quoted.substring(1, quoted.length() - 1) : quoted;
    return inner.replace("\\\"", "\"");
  }

  private static @Nullable Text text(String word) {
    return switch (word) {
      case "text", "crlf" -> Text.SET;
      case "-text", "-crlf", "binary" -> Text.UNSET;
      case "text=auto", "crlf=auto" -> Text.AUTO;
      case "!text" -> Text.UNSPECIFIED;
      default -> null;
    };
  }

  private static @Nullable Eol eol(String word) {
    return switch (word) {
      case "eol=lf", "crlf=input" -> Eol.LF;
      case "eol=crlf" -> Eol.CRLF;
      case "!eol", "-eol" -> Eol.UNSPECIFIED;
      default -> null;
    };
  }
}
