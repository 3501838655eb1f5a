package codeblocking.web.project;

import codeblocking.activity.IdleClients;
import codeblocking.identity.Caller;
import codeblocking.project.Project;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** "Keep it": the answer to a notice that an idle workspace is going to be stopped. */
@Dependent
@Path("/projects/{id}/keep")
public class KeepResource {
  private final CurrentCaller current;
  private final Access access;
  private final IdleClients idle;

  @Inject
  public KeepResource(CurrentCaller current, Access access, IdleClients idle) {
    this.current = current;
    this.access = access;
    this.idle = idle;
  }

  @POST
  public Response keep(@PathParam("id") String id) {
    Caller caller = current.get();
    Project project = access.own(caller, id);
    idle.keep(project.id(), caller.user());
    return Response.noContent().build();
  }
}
