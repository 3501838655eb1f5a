package codeblocking.web.file;

import codeblocking.file.ProjectFiles;
import codeblocking.project.Project;
import codeblocking.web.project.Access;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/** The workspace as a zip. */
@Dependent
@Path("/projects/{id}/archive")
public class ArchiveResource {
  private final CurrentCaller current;
  private final Access access;
  private final ProjectFiles files;

  @Inject
  public ArchiveResource(CurrentCaller current, Access access, ProjectFiles files) {
    this.current = current;
    this.access = access;
    this.files = files;
  }

  @GET
  public Response get(@PathParam("id") String id) {
    Project project = access.own(current.get(), id);
    StreamingOutput zip = out -> files.archive(project.id(), out);
    return Response.ok(zip, "application/zip")
        .header("Content-Disposition", "attachment; filename=\"" + fileName(project) + ".zip\"")
        .build();
  }

  private static String fileName(Project project) {
    String plain = project.name().replaceAll("[^A-Za-z0-9._-]+", "-");
    return plain.matches("[-.]*") ? project.id().toString() : plain;
  }
}
