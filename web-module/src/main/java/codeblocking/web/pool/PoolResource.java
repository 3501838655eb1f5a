package codeblocking.web.pool;

import codeblocking.identity.Caller;
import codeblocking.pool.Pool;
import codeblocking.pool.PoolStatus;
import codeblocking.web.problem.Refusal;
import codeblocking.web.project.Access;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The warm pool; operators only. */
@Dependent
@Path("/pool")
@Produces(MediaType.APPLICATION_JSON)
public class PoolResource {
  private static final System.Logger LOGGER = System.getLogger(PoolResource.class.getName());

  private final CurrentCaller current;
  private final Access access;
  private final Pool pool;

  @Inject
  public PoolResource(CurrentCaller current, Access access, Pool pool) {
    this.current = current;
    this.access = access;
    this.pool = pool;
  }

  /** {@code {pools}}. */
  public record Many(List<PoolStatus> pools) {}

  @GET
  public Many list() {
    access.operator(current.get());
    return new Many(pool.status());
  }

  @POST
  @Path("/{environment}/pause")
  public Response pause(@PathParam("environment") String environment) {
    return set(current.get(), environment, true);
  }

  @POST
  @Path("/{environment}/resume")
  public Response resume(@PathParam("environment") String environment) {
    return set(current.get(), environment, false);
  }

  private Response set(Caller caller, String environment, boolean paused) {
    access.operator(caller);
    if (!pool.pause(environment, paused)) {
      throw Refusal.missing("environment");
    }
    LOGGER.log(
        System.Logger.Level.INFO,
        "The pool of {0} is {1} by {2}",
        environment,
        paused ? "paused" : "resumed",
        caller.user());
    return Response.accepted().build();
  }
}
