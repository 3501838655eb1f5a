package codeblocking.identity;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Keys of an outside issuer, from a file or an https address: read again when they are old, or when
 * a token names a key that is not among them. What was had last counts while the source is away.
 */
final class OutsideKeys implements VerificationKeys {
  private static final System.Logger LOGGER = System.getLogger(OutsideKeys.class.getName());
  private static final Duration OLD = Duration.ofMinutes(10);

  /** Tokens with made-up key ids must not make us flood the issuer. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private static final int MOST_BYTES = 1 << 20;

  /** Where key text comes from. */
  interface Source {
    String read() throws IOException, InterruptedException;
  }

  private final Source source;
  private final String name;
  private final Clock clock;
  private List<JWK> keys = List.of();
  private Instant triedAt = Instant.MIN;

  OutsideKeys(String name, Source source, Clock clock) {
    this.name = name;
    this.source = source;
    this.clock = clock;
  }

  /**
   * Keys at a location.
   *
   * @param location an https address, a file: address or a path
   */
  static OutsideKeys at(String location, Clock clock) {
    return new OutsideKeys(location, source(location), clock);
  }

  @Override
  public synchronized List<JWK> candidates(JWSHeader header) {
    boolean unknown = keys.isEmpty() || (header.getKeyID() != null && !named(header.getKeyID()));
    Duration age = unknown ? PAUSE : OLD;
    Instant now = clock.instant();
    if (triedAt.equals(Instant.MIN) || now.isAfter(triedAt.plus(age))) {
      triedAt = now;
      refresh();
    }
    return keys;
  }

  private boolean named(String keyId) {
    return keys.stream().map(JWK::getKeyID).anyMatch(known -> known == null || known.equals(keyId));
  }

  private void refresh() {
    try {
      keys = KeyText.parse(source.read());
    } catch (IOException | IllegalArgumentException e) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "keys of the token issuer could not be read from " + name + "; " + consequence(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String consequence() {
    return keys.isEmpty() ? "nobody can sign in until they can" : "the ones before stay in use";
  }

  private static Source source(String location) {
    if (location.startsWith("https:")) {
      return overHttps(URI.create(location));
    }
    if (location.startsWith("http:")) {
      throw new IllegalArgumentException("must be https, a file: address or a path");
    }
    Path file = location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
    return () -> Files.readString(file);
  }

  private static Source overHttps(URI address) {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(3))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).GET().build();
    return () -> {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = Objects.requireNonNull(response.body())) {
        byte[] bytes = body.readNBytes(MOST_BYTES);
        if (response.statusCode() != 200) {
          throw new IOException(address + " answered " + response.statusCode());
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    };
  }
}
