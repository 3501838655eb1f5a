package codeblocking.web.timeline;

import codeblocking.identity.Caller;
import codeblocking.job.Job;
import codeblocking.project.Project;
import codeblocking.web.body.JsonBody;
import codeblocking.web.project.Access;
import codeblocking.web.project.ProjectResource.Queued;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Brings back what a save held. */
@Dependent
@Path("/projects/{id}/restore")
@Produces(MediaType.APPLICATION_JSON)
public class RestoreResource {
  private final CurrentCaller current;
  private final Access access;
  private final Timeline timeline;

  @Inject
  public RestoreResource(CurrentCaller current, Access access, Timeline timeline) {
    this.current = current;
    this.access = access;
    this.timeline = timeline;
  }

  @POST
  public Response restore(@PathParam("id") String id, @Nullable InputStream in) throws IOException {
    Caller caller = current.get();
    Project project = access.own(caller, id);
    JsonBody body = JsonBody.read(in);
    Job job =
        timeline.restore(caller, project, body.required("save"), body.text("path").orElse(null));
    return Response.accepted(new Queued(job.id().toString())).build();
  }
}
