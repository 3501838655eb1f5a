package codeblocking.web.pool;

import codeblocking.event.Acts;
import codeblocking.identity.Caller;
import codeblocking.pool.Pool;
import codeblocking.pool.PoolStatus;
import codeblocking.web.body.JsonBody;
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
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The warm pool; operators only. */
@Dependent
@Path("/pool")
@Produces(MediaType.APPLICATION_JSON)
public class PoolResource {
  private static final int LONGEST_REASON = 500;

  private final CurrentCaller current;
  private final Access access;
  private final Pool pool;
  private final Acts acts;

  @Inject
  public PoolResource(CurrentCaller current, Access access, Pool pool, Acts acts) {
    this.current = current;
    this.access = access;
    this.pool = pool;
    this.acts = acts;
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
  public Response pause(@PathParam("environment") String environment, @Nullable InputStream in)
      throws IOException {
    return set(current.get(), environment, true, in);
  }

  @POST
  @Path("/{environment}/resume")
  public Response resume(@PathParam("environment") String environment, @Nullable InputStream in)
      throws IOException {
    return set(current.get(), environment, false, in);
  }

  private Response set(Caller caller, String environment, boolean paused, @Nullable InputStream in)
      throws IOException {
    access.operator(caller);
    String reason =
        JsonBody.read(in).text("reason", LONGEST_REASON).orElse("asked by " + caller.user());
    if (!pool.pause(environment, paused)) {
      throw Refusal.missing("environment");
    }
    acts.ofPool(caller.user(), paused ? "pause" : "resume", environment, reason);
    return Response.accepted().build();
  }
}
