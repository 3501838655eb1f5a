package codeblocking.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;

/** One JSON object a line, without secrets. */
public final class JsonLines extends Formatter {

  /** The last defence, behind callers that log no secret in the first place. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?<=://)[^/@\\s]+(?=@)"
              + "|(?<=\\b[Bb]earer )[\\w.~+/=-]+"
              + "|(?<=\\b[Bb]asic )[\\w+/=-]{8,}"
              + "|(?<=[?&](?:token|ticket)=)[^&\\s\"]+"
              + "|\\beyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

  @Override
  public String format(LogRecord entry) {
    StringBuilder line = new StringBuilder(256).append('{');
    field(line, "time", entry.getInstant().toString());
    field(line, "level", entry.getLevel().getName());
    field(line, "logger", String.valueOf(entry.getLoggerName()));
    // Handlers run on the thread that logs.
    field(line, "thread", Thread.currentThread().getName());
    field(line, "message", redact(formatMessage(entry)));
    if (entry.getThrown() != null) {
      field(line, "error", redact(trace(entry.getThrown())));
    }
    return line.append("}\n").toString();
  }

  private static String redact(String text) {
    return SECRET.matcher(text).replaceAll("***");
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static void field(StringBuilder line, String name, String value) {
    if (line.length() > 1) {
      line.append(',');
    }
    line.append('"').append(name).append("\":\"");
    value.chars().forEach(c -> escape(line, (char) c));
    line.append('"');
  }

  private static void escape(StringBuilder line, char c) {
    switch (c) {
      case '"', '\\' -> line.append('\\').append(c);
      case '\n' -> line.append("\\n");
      case '\t' -> line.append("\\t");
      default -> {
        // Lone surrogates too: they have no bytes in UTF-8.
        if (c < ' ' || c == 127 || Character.isSurrogate(c)) {
          line.append(String.format("\\u%04x", (int) c));
        } else {
          line.append(c);
        }
      }
    }
  }
}
