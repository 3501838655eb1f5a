package codeblocking.web.signin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The {@code ?token=} in the address of a page.
 *
 * @param location the same address without it
 */
public record TokenLink(String token, String location) {
  private static final String NAME = "token=";

  /** A token in a page's address; the query is read raw, so that no body is touched for it. */
  public static Optional<TokenLink> find(String method, String mapped, @Nullable String query) {
    String path = Pages.address(mapped);
    if (!method.equals("GET") || query == null || !Pages.isPage(path)) {
      return Optional.empty();
    }
    return Arrays.stream(query.split("&"))
        .filter(pair -> pair.startsWith(NAME))
        .findFirst()
        .map(pair -> new TokenLink(decoded(pair.substring(NAME.length())), without(path, query)));
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return ""; // No token of ours; refused like any other.
    }
  }

  private static String without(String path, String query) {
    String rest =
        Arrays.stream(query.split("&"))
            .filter(pair -> !pair.startsWith(NAME))
            .collect(Collectors.joining("&"));
    return rest.isEmpty() ? path : path + "?" + rest;
  }

  @Override
  public String toString() {
    return "TokenLink[" + location + "]";
  }
}
