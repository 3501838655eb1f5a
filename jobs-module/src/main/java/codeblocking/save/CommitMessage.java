package codeblocking.save;

import codeblocking.job.JobId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The message of a save's commit (CONTRACT §3). */
final class CommitMessage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String TRAILER = "Codeblocking-Job: ";
  private static final int MOST = 10_000;

  private CommitMessage() {}

  static String of(@Nullable String given, JobId job, Instant at) {
    String text = given == null ? "" : clean(given);
    return (text.isEmpty() ? "Auto-save: " + TIME.format(at) : text)
        + "\n\n"
        + TRAILER
        + job
        + "\n";
  }

  private static String clean(String given) {
    return given
        .lines()
        .map(line -> line.replaceAll("\\p{Cntrl}", "").stripTrailing())
        .filter(line -> !line.startsWith(TRAILER))
        .collect(Collectors.joining("\n"))
        .strip()
        .transform(text -> text.length() > MOST ? text.substring(0, MOST) : text);
  }
}
