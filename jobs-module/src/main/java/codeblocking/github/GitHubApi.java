package codeblocking.github;

import codeblocking.credential.Credential;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHException;
import org.kohsuke.github.GHMyself;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubAbuseLimitHandler;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.GitHubRateLimitHandler;

/** What we ask of GitHub's API. */
public final class GitHubApi {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  // For what somebody waits for who asked for something else.
  private static final Duration MOMENTS = Duration.ofSeconds(3);
  private static final int MOST_REPOSITORIES = 1_000;
  private static final int PAGE = 100;

  private final GitHubSite site;
  private final Refusals refusals;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(MOMENTS)
          // A redirect could lead the credential to another host.
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  public GitHubApi(GitHubSite site, Clock clock) {
    this.site = site;
    this.refusals = new Refusals(site.host(), clock);
  }

  public GitHubSite site() {
    return site;
  }

  private interface Call<T> {
    T run(GitHub gitHub, BoundConnector connector) throws IOException;
  }

  private <T> T call(Optional<Credential> credential, Duration deadline, Call<T> call)
      throws GitHubRefusal {
    BoundConnector connector = new BoundConnector(site, client, deadline);
    GitHubBuilder builder =
        new GitHubBuilder()
            .withEndpoint(site.api().toString().replaceAll("/+$", ""))
            .withConnector(connector)
            // Waiting is for jobs; here somebody stands and waits.
            .withRateLimitHandler(GitHubRateLimitHandler.FAIL)
            .withAbuseLimitHandler(GitHubAbuseLimitHandler.FAIL);
    credential.ifPresent(c -> builder.withOAuthToken(c.secret()));
    try {
      return call.run(builder.build(), connector);
    } catch (IOException | GHException e) {
      throw refusals.of(e);
    }
  }

  /** The user's own and those shared with them, the newest first; no more than a thousand. */
  public List<Repository> repositories(Credential credential) throws GitHubRefusal {
    return call(
        Optional.of(credential),
        DEADLINE,
        (gitHub, connector) -> {
          List<Repository> all = new ArrayList<>();
          var pages = gitHub.getMyself().listRepositories(PAGE, GHMyself.RepositoryListFilter.ALL);
          for (GHRepository each : pages) {
            all.add(repository(each));
            if (all.size() >= MOST_REPOSITORIES) {
              break;
            }
          }
          all.sort(
              Comparator.comparing(
                  Repository::updatedAt, Comparator.nullsLast(Comparator.reverseOrder())));
          return List.copyOf(all);
        });
  }

  /** Makes one, with a first commit, so that it can be cloned like any other. */
  public Repository create(Credential credential, String name, boolean hidden)
      throws GitHubRefusal {
    return call(
        Optional.of(credential),
        DEADLINE,
        (gitHub, connector) ->
            repository(gitHub.createRepository(name).private_(hidden).autoInit(true).create()));
  }

  /** Also where it was renamed since: GitHub leads to the new name. */
  public Repository find(Optional<Credential> credential, String fullName) throws GitHubRefusal {
    return call(
        credential, MOMENTS, (gitHub, connector) -> repository(gitHub.getRepository(fullName)));
  }

  /** What will fail with this token, in words; empty: nothing that is known. */
  public Optional<String> warning(Credential credential) throws GitHubRefusal {
    return call(
        Optional.of(credential),
        MOMENTS,
        (gitHub, connector) -> {
          var unused = gitHub.getMyself();
          return warning(connector.scopes());
        });
  }

  private Optional<String> warning(@Nullable String scopes) {
    if (scopes == null) {
      // A fine-grained token's rights are told by each call that lacks one.
      return Optional.empty();
    }
    Set<String> given =
        Arrays.stream(scopes.split(",")).map(String::strip).collect(Collectors.toSet());
    if (given.contains("repo")) {
      return Optional.empty();
    }
    return Optional.of(
        given.contains("public_repo")
            ? "this token may push to public repositories of %s only (scope public_repo); saves to private ones need the scope repo"
                .formatted(site.host())
            : "this token may not push to %s: it lacks the scope repo, so saves will be blocked"
                .formatted(site.host()));
  }

  private static Repository repository(GHRepository found) throws IOException {
    Date updated = found.getUpdatedAt();
    return new Repository(
        found.getName(),
        found.getFullName(),
        found.getDescription(),
        found.isPrivate(),
        found.getHttpTransportUrl(),
        found.getDefaultBranch(),
        found.getLanguage(),
        updated == null ? null : updated.toInstant());
  }
}
