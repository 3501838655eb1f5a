package codeblocking.web.github;

import codeblocking.github.GitHubRefusal;
import codeblocking.github.GitHubUsers;
import codeblocking.github.Repository;
import codeblocking.project.UserId;
import codeblocking.web.body.Input;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the caller could import from GitHub. */
@Dependent
@Path("/github/repos")
@Produces(MediaType.APPLICATION_JSON)
public class GitHubResource {
  private static final int FARTHEST = 100_000;

  private final CurrentCaller current;
  private final GitHubUsers gitHub;

  @Inject
  public GitHubResource(CurrentCaller current, GitHubUsers gitHub) {
    this.current = current;
    this.gitHub = gitHub;
  }

  /** {@code {repos, next}}. */
  public record Repos(List<RepoJson> repos, @Nullable String next) {}

  /** The newest first; {@code q} is contained in name or description. */
  @GET
  public Repos list(
      @QueryParam("q") @Nullable String text,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    int from = cursor == null ? 0 : Input.number("cursor", cursor, 0, FARTHEST);
    int most = Input.limit(limit);
    String wanted = text == null ? "" : text.toLowerCase(Locale.ROOT);
    List<Repository> found =
        all(current.get().user()).stream().filter(repository -> holds(repository, wanted)).toList();
    List<RepoJson> page = found.stream().skip(from).limit(most).map(RepoJson::of).toList();
    int end = from + page.size();
    return new Repos(page, end < found.size() ? Integer.toString(end) : null);
  }

  private List<Repository> all(UserId user) {
    try {
      return gitHub.repositories(user);
    } catch (GitHubRefusal e) {
      throw GitHubProblems.of(e);
    }
  }

  private static boolean holds(Repository repository, String lowerCaseText) {
    String description = repository.description();
    String all = repository.fullName() + " " + (description == null ? "" : description);
    return all.toLowerCase(Locale.ROOT).contains(lowerCaseText);
  }
}
