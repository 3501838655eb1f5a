package codeblocking.web.github;

import codeblocking.credential.Credential;
import codeblocking.credential.Credentials;
import codeblocking.project.CreateProject;
import codeblocking.project.UserId;
import codeblocking.web.problem.Problem;
import codeblocking.web.problem.Refusal;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The user's repositories on GitHub. */
public final class GitHub {
  private static final String PUBLIC_API = "api.github.com";

  /** A search looks through so many pages in one call; the caller may go on from there. */
  private static final int MOST_PAGES = 5;

  private final String host;
  private final Credentials credentials;
  private final GitHubConnection connection;

  public GitHub(URI api, Credentials credentials) {
    this.host = host(api);
    this.credentials = credentials;
    this.connection = new GitHubConnection(api, host);
  }

  /** One page; {@code next} is the number of the next one. */
  public record Repos(List<RepoJson> repos, @Nullable String next) {}

  /** Lists the newest first; {@code text} is contained in name or description. */
  public Repos list(UserId user, String text, int firstPage) throws InterruptedException {
    Credential credential = credential(user);
    String wanted = text.toLowerCase(Locale.ROOT);
    List<RepoJson> found = new ArrayList<>();
    int page = firstPage;
    boolean more = true;
    while (more && found.isEmpty() && page < firstPage + MOST_PAGES) {
      GitHubConnection.Answer answer =
          connection.get(credential, "/user/repos?sort=updated&per_page=100&page=" + page);
      answer.body().asJsonArray().stream()
          .map(JsonValue::asJsonObject)
          .map(RepoJson::of)
          .filter(repo -> repo.holds(wanted))
          .forEach(found::add);
      more = answer.hasNext();
      page++;
    }
    return new Repos(List.copyOf(found), more ? Integer.toString(page) : null);
  }

  /** Makes the repository there, with a first commit, so that it can be cloned like any other. */
  public CreateProject.Wanted create(UserId user, CreateProject.Wanted wanted, boolean hidden)
      throws InterruptedException {
    String body =
        Json.createObjectBuilder()
            .add("name", wanted.name().replaceAll("[^A-Za-z0-9._-]+", "-"))
            .add("private", hidden)
            .add("auto_init", true)
            .build()
            .toString();
    RepoJson made =
        RepoJson.of(connection.post(credential(user), "/user/repos", body).body().asJsonObject());
    return new CreateProject.Wanted(
        wanted.name(), wanted.environment(), made.cloneUrl(), wanted.branch());
  }

  private Credential credential(UserId user) {
    return credentials
        .find(user, host)
        .orElseThrow(
            () ->
                new Refusal(
                    new Problem(
                        409,
                        "you have no credential for %s yet; put one at /api/credentials/%s first"
                            .formatted(host, host))));
  }

  /** Whose credential is used: a secret goes to its own host only (S8). */
  static String host(URI api) {
    return PUBLIC_API.equalsIgnoreCase(api.getHost())
        ? "github.com"
        : api.getAuthority().toLowerCase(Locale.ROOT);
  }
}
