package codeblocking.github;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/** Speaks to one API and to nothing else, whatever its answers say. */
final class BoundConnector implements GitHubConnector {
  private static final int MOST_BYTES = 16 << 20;
  private static final int MOST_MOVES = 3;
  private static final Set<Integer> MOVED = Set.of(301, 302, 307, 308);

  private final GitHubSite site;
  private final HttpClient client;
  private final Duration deadline;
  private @Nullable String scopes;

  BoundConnector(GitHubSite site, HttpClient client, Duration deadline) {
    this.site = site;
    this.client = client;
    this.deadline = deadline;
  }

  /** What the last answer said of the token; null: nothing, as of a fine-grained one. */
  @Nullable String scopes() {
    return scopes;
  }

  @Override
  public GitHubConnectorResponse send(GitHubConnectorRequest request) throws IOException {
    URI address = URI.create(request.url().toString());
    for (int moves = 0; ; moves++) {
      HttpResponse<InputStream> response = exchange(request, address);
      String location = response.headers().firstValue("Location").orElse(null);
      boolean follow =
          MOVED.contains(response.statusCode())
              && location != null
              && request.method().equals("GET")
              && moves < MOST_MOVES;
      if (!follow) {
        return answer(request, response);
      }
      response.body().close();
      address = address.resolve(location);
    }
  }

  private HttpResponse<InputStream> exchange(GitHubConnectorRequest request, URI address)
      throws IOException {
    if (!site.holds(address)) {
      throw new IOException("Refused to be led from " + site.api() + " to another host");
    }
    HttpRequest.Builder builder = HttpRequest.newBuilder(address).timeout(deadline);
    request
        .allHeaders()
        .forEach(
            (name, values) -> {
              // The connection's own, which this client sets itself and lets nobody else set.
              if (!Set.of("connection", "content-length", "host", "accept-encoding")
                  .contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> builder.header(name, value));
              }
            });
    if (request.contentType() != null && request.header("Content-Type") == null) {
      builder.header("Content-Type", request.contentType());
    }
    byte[] body = request.hasBody() ? request.body().readAllBytes() : new byte[0];
    builder.method(
        request.method(),
        request.hasBody() ? BodyPublishers.ofByteArray(body) : BodyPublishers.noBody());
    try {
      return client.send(builder.build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  private GitHubConnectorResponse answer(
      GitHubConnectorRequest request, HttpResponse<InputStream> response) throws IOException {
    byte[] bytes;
    try (InputStream body = response.body()) {
      bytes = body.readNBytes(MOST_BYTES);
    }
    List<String> said = response.headers().allValues("X-OAuth-Scopes");
    scopes = said.isEmpty() ? null : String.join(",", said);
    return new Answer(request, response, bytes);
  }

  private static final class Answer extends GitHubConnectorResponse {
    private final byte[] bytes;

    Answer(GitHubConnectorRequest request, HttpResponse<?> response, byte[] bytes) {
      super(request, response.statusCode(), response.headers().map());
      this.bytes = bytes;
    }

    @Override
    public InputStream bodyStream() throws IOException {
      return wrapStream(new ByteArrayInputStream(bytes));
    }

    @Override
    public void close() {
      // All of it has been read.
    }
  }
}
