package codeblocking.web.github;

import codeblocking.credential.Credential;
import codeblocking.web.problem.Problem;
import codeblocking.web.problem.Refusal;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Talks to GitHub's REST API, and says in our words what its refusals mean. */
final class GitHubConnection {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 8 << 20;

  private final URI api;
  private final String host;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          // A redirect could lead the credential to another host.
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  GitHubConnection(URI api, String host) {
    this.api = api;
    this.host = host;
  }

  /** What GitHub said. */
  record Answer(JsonStructure body, boolean hasNext) {}

  Answer get(Credential credential, String path) throws InterruptedException {
    return send(request(credential, path).GET().build());
  }

  Answer post(Credential credential, String path, String body) throws InterruptedException {
    return send(
        request(credential, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(Credential credential, String path) {
    String base = api.toString().replaceAll("/+$", "");
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(DEADLINE)
        .header("Authorization", "Bearer " + credential.secret())
        .header("Accept", "application/vnd.github+json")
        .header("User-Agent", "CodeBlocking-Pipeline")
        .header("X-GitHub-Api-Version", "2022-11-28");
  }

  private Answer send(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      byte[] bytes;
      try (InputStream body = response.body()) {
        bytes = body.readNBytes(MOST_BYTES);
      }
      if (response.statusCode() / 100 != 2) {
        throw new Refusal(refusal(response));
      }
      try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
        String link = response.headers().firstValue("Link").orElse("");
        return new Answer(reader.read(), link.contains("rel=\"next\""));
      }
    } catch (IOException e) {
      throw new Refusal(new Problem(503, host + " does not answer; try again soon", SOON), e);
    } catch (JsonException e) {
      throw new Refusal(new Problem(502, host + " answered with something that is no JSON"), e);
    }
  }

  /** Never 401: it would tell our own pages that their user is signed out here. */
  private Problem refusal(HttpResponse<InputStream> response) {
    int status = response.statusCode();
    boolean exhausted =
        response.headers().firstValue("X-RateLimit-Remaining").filter("0"::equals).isPresent()
            || response.headers().firstValue("Retry-After").isPresent();
    if (status == 429 || (status == 403 && exhausted)) {
      return new Problem(429, host + " takes no more requests of yours for now", retry(response));
    }
    return switch (status) {
      case 401 ->
          new Problem(
              409, host + " refused your credential; put a new one at /api/credentials/" + host);
      case 403, 404 ->
          new Problem(
              409, "your credential for " + host + " lacks the right for this (scope repo)");
      case 422 ->
          new Problem(409, host + " refused it: a repository of this name may exist already");
      default -> new Problem(502, host + " answered with status " + status + "; try again later");
    };
  }

  private static Duration retry(HttpResponse<InputStream> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,5}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(Duration.ofMinutes(1));
  }
}
