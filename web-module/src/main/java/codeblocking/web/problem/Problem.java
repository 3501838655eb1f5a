package codeblocking.web.problem;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 has it.
 *
 * @param detail what is wrong and what is allowed, in words
 * @param retryAfter when asking again may help; null: not said
 */
public record Problem(int status, String detail, @Nullable Duration retryAfter) {
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(406, "Not Acceptable"),
          Map.entry(409, "Conflict"),
          Map.entry(412, "Precondition Failed"),
          Map.entry(413, "Content Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"));

  public Problem(int status, String detail) {
    this(status, detail, null);
  }

  public String title() {
    return TITLES.getOrDefault(status, "Error " + status);
  }

  /** The body of the answer. */
  public Body body() {
    return new Body("about:blank", title(), status, detail);
  }

  /** Its members in JSON. */
  public record Body(String type, String title, int status, String detail) {}
}
