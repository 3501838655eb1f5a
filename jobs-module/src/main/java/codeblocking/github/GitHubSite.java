package codeblocking.github;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which GitHub it is.
 *
 * @param api where its API is
 * @param host where its repositories are, as credentials are kept: a secret goes to its own host
 *     only (S8)
 */
public record GitHubSite(URI api, String host) {
  private static final String PUBLIC_API = "api.github.com";
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "https?://([^/]+)/([A-Za-z0-9._-]{1,100})/([A-Za-z0-9._-]{1,100}?)(?:\\.git)?/?");

  public static GitHubSite of(URI api) {
    return new GitHubSite(
        api,
        PUBLIC_API.equalsIgnoreCase(api.getHost())
            ? "github.com"
            : api.getAuthority().toLowerCase(Locale.ROOT));
  }

  /** {@code owner/name} of a repository's address; empty: it is not here. */
  public Optional<String> repository(String url) {
    Matcher matcher = REPOSITORY.matcher(url);
    return matcher.matches() && matcher.group(1).equalsIgnoreCase(host)
        ? Optional.of(matcher.group(2) + "/" + matcher.group(3))
        : Optional.empty();
  }

  /** Whether an address is of the API itself. */
  boolean holds(URI address) {
    return api.getScheme().equalsIgnoreCase(address.getScheme())
        && api.getAuthority().equalsIgnoreCase(address.getAuthority());
  }
}
