package codeblocking.web.project;

import codeblocking.activity.Activity;
import codeblocking.project.ProjectId;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whoever writes or orders something over REST uses the project; whoever only looks does not. */
@Provider
public class UseFilter implements ContainerResponseFilter {
  private static final Pattern PROJECT = Pattern.compile("/?projects/([0-9a-fA-F-]{36})(/.*)?");
  private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");

  /** What a page asks for by itself when it connects again. */
  private static final String TICKET = "/ticket";

  private final Activity activity;

  @Inject
  public UseFilter(Activity activity) {
    this.activity = activity;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Matcher path = PROJECT.matcher(request.getUriInfo().getPath());
    if (!LOOKING.contains(request.getMethod())
        && response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL
        && path.matches()
        && !TICKET.equals(path.group(2))) {
      ProjectId.parse(path.group(1)).ifPresent(activity::used);
    }
  }
}
