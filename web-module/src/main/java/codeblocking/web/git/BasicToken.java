package codeblocking.web.git;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The token in a git client's Authorization header: git knows passwords only. */
final class BasicToken {
  private BasicToken() {}

  /** The user name beside it does not matter: the token says who it is. */
  static Optional<String> find(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    String scheme = header.toLowerCase(Locale.ROOT);
    if (scheme.startsWith("bearer ")) {
      return Optional.of(header.substring("bearer ".length()).strip());
    }
    if (!scheme.startsWith("basic ")) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring("basic ".length()).strip());
      String pair = new String(decoded, StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
