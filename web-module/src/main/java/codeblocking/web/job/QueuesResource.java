package codeblocking.web.job;

import codeblocking.identity.Caller;
import codeblocking.job.Jobs;
import codeblocking.job.Lane;
import codeblocking.web.body.JsonBody;
import codeblocking.web.problem.Problem;
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
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queues; operators only. */
@Dependent
@Path("/queues")
@Produces(MediaType.APPLICATION_JSON)
public class QueuesResource {
  private final CurrentCaller current;
  private final Access access;
  private final Jobs jobs;

  @Inject
  public QueuesResource(CurrentCaller current, Access access, Jobs jobs) {
    this.current = current;
    this.access = access;
    this.jobs = jobs;
  }

  /** {@code {queues}}. */
  public record Many(List<QueueJson> queues) {}

  /** {@code {queue}}. */
  public record One(QueueJson queue) {}

  @GET
  public Many list() {
    access.operator(current.get());
    return new Many(jobs.queues().stream().map(QueueJson::of).toList());
  }

  @POST
  @Path("/{name}/pause")
  public One pause(@PathParam("name") String name, @Nullable InputStream in) throws IOException {
    Caller caller = current.get();
    access.operator(caller);
    Lane lane = lane(name);
    String reason = JsonBody.read(in).text("reason", 500).orElse("asked by " + caller.user());
    jobs.pause(lane, caller.user(), reason);
    return one(lane);
  }

  @POST
  @Path("/{name}/resume")
  public One resume(@PathParam("name") String name) {
    Caller caller = current.get();
    access.operator(caller);
    Lane lane = lane(name);
    jobs.resume(lane, caller.user());
    return one(lane);
  }

  private static Lane lane(String name) {
    return Lane.parse(name)
        .orElseThrow(
            () ->
                new Refusal(
                    new Problem(
                        404, "there is no such queue; they are prewarm, persist, stop, import")));
  }

  private One one(Lane lane) {
    return jobs.queues().stream()
        .filter(status -> status.lane() == lane)
        .findFirst()
        .map(status -> new One(QueueJson.of(status)))
        .orElseThrow(() -> Refusal.missing("queue"));
  }
}
