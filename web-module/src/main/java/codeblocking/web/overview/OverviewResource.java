package codeblocking.web.overview;

import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What runs right now. */
@Dependent
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class OverviewResource {
  private final CurrentCaller current;
  private final Overview overview;

  @Inject
  public OverviewResource(CurrentCaller current, Overview overview) {
    this.current = current;
    this.overview = overview;
  }

  /** {@code {containers, next}}; there are never more than the limit allows, so one page. */
  public record ContainersPage(List<Overview.ContainerJson> containers, @Nullable String next) {}

  /** {@code {sessions, next}}; one page. */
  public record SessionsPage(List<Overview.SessionJson> sessions, @Nullable String next) {}

  @GET
  @Path("/overview")
  public Overview.Json overview() {
    return overview.of(current.get());
  }

  @GET
  @Path("/containers")
  public ContainersPage containers() {
    return new ContainersPage(overview.containers(current.get()), null);
  }

  @GET
  @Path("/sessions")
  public SessionsPage sessions() {
    return new SessionsPage(overview.sessions(current.get()), null);
  }
}
