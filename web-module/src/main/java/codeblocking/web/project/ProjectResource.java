package codeblocking.web.project;

import codeblocking.identity.Caller;
import codeblocking.identity.Tickets;
import codeblocking.job.Job;
import codeblocking.prewarm.RequestIntent;
import codeblocking.prewarm.RequestPrewarm;
import codeblocking.project.Project;
import codeblocking.web.body.JsonBody;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One project, and what its owner may ask for it. */
@Dependent
@Path("/projects/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class ProjectResource {
  private static final int LONGEST_MESSAGE = 2000;

  private final CurrentCaller current;
  private final Access access;
  private final ProjectView view;
  private final ProjectOrders orders;
  private final RequestPrewarm prewarm;
  private final RequestIntent intent;
  private final Tickets tickets;

  @Inject
  public ProjectResource(
      CurrentCaller current,
      Access access,
      ProjectView view,
      ProjectOrders orders,
      RequestPrewarm prewarm,
      RequestIntent intent,
      Tickets tickets) {
    this.current = current;
    this.access = access;
    this.view = view;
    this.orders = orders;
    this.prewarm = prewarm;
    this.intent = intent;
    this.tickets = tickets;
  }

  /** {@code {status, jobId}}. */
  public record Accepted(String status, @Nullable String jobId) {}

  /** {@code {jobId}}. */
  public record Queued(String jobId) {}

  /** {@code {ticket, expiresIn}}. */
  public record TicketJson(String ticket, long expiresIn) {}

  @GET
  public ProjectsResource.One get(@PathParam("id") String id) {
    return new ProjectsResource.One(view.of(access.seen(current.get(), id)));
  }

  @DELETE
  public Response delete(
      @PathParam("id") String id, @QueryParam("discard") @Nullable String discard) {
    Caller caller = current.get();
    Job job = orders.delete(caller, access.own(caller, id), "true".equals(discard));
    return accepted(new Queued(job.id().toString()));
  }

  @POST
  @Path("/prewarm")
  public Response prewarm(@PathParam("id") String id, @Nullable InputStream in) throws IOException {
    Caller caller = current.get();
    Project project = access.own(caller, id);
    JsonBody body = JsonBody.read(in);
    RequestPrewarm.Answer answer =
        body.flag("intent", false)
            ? intent.request(project, caller.author())
            : prewarm.request(project, caller.author(), body.text("environment").orElse(null));
    return accepted(
        new Accepted(answer.status(), answer.job() == null ? null : answer.job().toString()));
  }

  @POST
  @Path("/persist")
  public Response persist(@PathParam("id") String id, @Nullable InputStream in) throws IOException {
    Caller caller = current.get();
    Project project = access.own(caller, id);
    Job job = orders.save(caller, project, JsonBody.read(in).text("message", LONGEST_MESSAGE));
    return accepted(new Accepted("saving", job.id().toString()));
  }

  @POST
  @Path("/stop")
  public Response stop(@PathParam("id") String id) {
    Caller caller = current.get();
    Job job = orders.stop(caller, access.own(caller, id));
    return accepted(new Accepted("stopping", job.id().toString()));
  }

  @POST
  @Path("/fetch")
  public Response fetch(@PathParam("id") String id) {
    Caller caller = current.get();
    Job job = orders.fetch(caller, access.own(caller, id));
    return accepted(new Queued(job.id().toString()));
  }

  @PUT
  @Path("/remote")
  public Response remote(@PathParam("id") String id, @Nullable InputStream in) throws IOException {
    Caller caller = current.get();
    Project project = access.own(caller, id);
    Job job = orders.push(caller, project, JsonBody.read(in).required("remoteUrl"));
    return accepted(new Queued(job.id().toString()));
  }

  @POST
  @Path("/ticket")
  public TicketJson ticket(@PathParam("id") String id) {
    Caller caller = current.get();
    Project project = access.own(caller, id);
    return new TicketJson(tickets.issue(caller, project.id()), Tickets.LIFETIME.toSeconds());
  }

  private static Response accepted(Object entity) {
    return Response.accepted(entity).build();
  }
}
