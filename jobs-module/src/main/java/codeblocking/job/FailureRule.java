package codeblocking.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which errors are the same failure: those that read the same once ids, hex, numbers, paths, times
 * and ports are taken out. A host stays, and so does an HTTP status: 403 is not 503.
 */
public final class FailureRule {
  private static final int LONGEST = 300;
  private static final int FINGERPRINT = 12;

  // The first that fits at a place wins.
  private static final Pattern VARIABLE =
      Pattern.compile(
          String.join(
              "|",
              "(?<id>\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b)",
              "(?<origin>\\b[a-z][a-z0-9+.]{1,15}://[^\\s/\"'<>:]+)(?::\\d+)?(?<rest>[^\\s\"'<>,;]*)",
              "(?<time>\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?Z?)",
              "(?<status>(?<=answered |HTTP |status |status code |\\()[1-5]\\d\\d\\b)",
              "(?<ip>\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b)(?::\\d+)?",
              "(?<port>(?<=[a-z\\]]):\\d{2,5}\\b)",
              "(?<path>(?:(?<![\\w.])~?/)?\\b[\\w.@+-]++(?:/[\\w.@+-]++)+/?)",
              "(?<root>(?<![\\w./])/[\\w.@+-]++)",
              "(?<hex>\\b(?=[a-f]*\\d)[0-9a-f]{7,64}\\b)",
              "(?<number>\\d+(?:[.,]\\d+)*)"));

  private FailureRule() {}

  /** The error with a mark for each part that differs from one job to the next. */
  public static String pattern(@Nullable String error) {
    if (error == null || error.isBlank()) {
      return "no reason was given";
    }
    Matcher variable = VARIABLE.matcher(error.strip().replaceAll("\\s+", " "));
    String pattern = variable.replaceAll(found -> Matcher.quoteReplacement(mark(variable)));
    return pattern.length() <= LONGEST ? pattern : pattern.substring(0, LONGEST - 1) + "…";
  }

  /** Short, and the same for all errors with that pattern. */
  public static String fingerprint(@Nullable String error) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(pattern(error).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, FINGERPRINT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String mark(Matcher found) {
    if (found.group("origin") != null) {
      return found.group("origin") + (found.group("rest").length() > 1 ? "/‹path›" : "");
    }
    for (String kept : new String[] {"status", "ip"}) {
      if (found.group(kept) != null) {
        return found.group(kept);
      }
    }
    if (found.group("port") != null) {
      return "";
    }
    if (found.group("path") != null || found.group("root") != null) {
      return "‹path›";
    }
    if (found.group("time") != null) {
      return "‹time›";
    }
    return found.group("number") != null ? "‹n›" : "‹id›";
  }
}
