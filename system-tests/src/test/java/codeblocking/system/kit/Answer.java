package codeblocking.system.kit;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** What the server said to one request. */
public final class Answer {

  private final String request;
  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  Answer(String request, int status, HttpHeaders headers, byte[] body) {
    this.request = request;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  public int status() {
    return status;
  }

  public byte[] body() {
    return body.clone();
  }

  public HttpHeaders headers() {
    return headers;
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    return Json.read(text());
  }

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** Fails unless the status is the wanted one. */
  public Answer expect(int wanted) {
    if (status != wanted) {
      throw new AssertionError("Wanted %d: %s".formatted(wanted, this));
    }
    return this;
  }

  /** Fails unless it is a problem document of this status that says something. */
  public Answer expectProblem(int wanted) {
    expect(wanted);
    if (!header("Content-Type").startsWith("application/problem+json")) {
      throw new AssertionError("No problem document: " + this);
    }
    JsonNode problem = json();
    boolean says =
        problem.path("title").asText().length() + problem.path("detail").asText().length() > 0;
    if (!says || problem.path("status").asInt(wanted) != wanted) {
      throw new AssertionError("A problem without words, or of another status: " + this);
    }
    return this;
  }

  @Override
  public String toString() {
    String text = text();
    return "%s -> %d %s"
        .formatted(request, status, text.length() > 1000 ? text.substring(0, 1000) + "…" : text);
  }
}
