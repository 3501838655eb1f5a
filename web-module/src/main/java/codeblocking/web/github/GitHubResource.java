package codeblocking.web.github;

import codeblocking.web.body.Input;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What the caller could import from GitHub. */
@Dependent
@Path("/github/repos")
@Produces(MediaType.APPLICATION_JSON)
public class GitHubResource {
  private static final int MOST_PAGES = 1000;

  private final CurrentCaller current;
  private final GitHub gitHub;

  @Inject
  public GitHubResource(CurrentCaller current, GitHub gitHub) {
    this.current = current;
    this.gitHub = gitHub;
  }

  @GET
  public GitHub.Repos list(
      @QueryParam("q") @Nullable String text, @QueryParam("cursor") @Nullable String cursor)
      throws InterruptedException {
    int page = cursor == null ? 1 : Input.number("cursor", cursor, 1, MOST_PAGES);
    return gitHub.list(current.get().user(), text == null ? "" : text, page);
  }
}
