package codeblocking.web.file;

import codeblocking.file.FilePath;
import codeblocking.file.ProjectFiles;
import codeblocking.project.ProjectId;
import codeblocking.web.body.Input;
import codeblocking.web.problem.Refusal;
import codeblocking.web.project.Access;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Files of the caller's own project. */
@Dependent
@Path("/projects/{id}/files")
public class FilesResource {
  private static final int DEEPEST = 32;

  private final CurrentCaller current;
  private final Access access;
  private final ProjectFiles files;

  @Inject
  public FilesResource(CurrentCaller current, Access access, ProjectFiles files) {
    this.current = current;
    this.access = access;
    this.files = files;
  }

  @GET
  public Response list(
      @PathParam("id") String id,
      @QueryParam("path") @Nullable String path,
      @QueryParam("depth") @Nullable String depth)
      throws IOException {
    ProjectId project = access.own(current.get(), id).id();
    return listing(project, path == null ? "" : path, depth);
  }

  /** A path that ends in a slash is a folder. */
  @GET
  @Path("/{path: .+}")
  public Response get(
      @PathParam("id") String id,
      @PathParam("path") String path,
      @QueryParam("depth") @Nullable String depth,
      @HeaderParam("If-None-Match") @Nullable String known)
      throws IOException {
    ProjectId project = access.own(current.get(), id).id();
    return path.endsWith("/") ? listing(project, path, depth) : file(project, path, known);
  }

  @PUT
  @Path("/{path: .+}")
  public Response put(@PathParam("id") String id) {
    throw Refusal.notYet("writing a file of project " + access.own(current.get(), id).id());
  }

  @DELETE
  @Path("/{path: .+}")
  public Response delete(@PathParam("id") String id) {
    throw Refusal.notYet("removing a file of project " + access.own(current.get(), id).id());
  }

  @POST
  @Path("/{path: .+}")
  public Response move(@PathParam("id") String id) {
    throw Refusal.notYet("renaming a file of project " + access.own(current.get(), id).id());
  }

  private Response listing(ProjectId project, String path, @Nullable String depth)
      throws IOException {
    int levels = depth == null ? 1 : Input.number("depth", depth, 1, DEEPEST);
    FilePath folder = FilePath.parse(path);
    ListingJson listing =
        files
            .list(project, folder, levels)
            .map(ListingJson::of)
            // Before the first container there is no folder on the disk, yet the workspace exists.
            .or(() -> ListingJson.emptyRoot(folder))
            .orElseThrow(() -> Refusal.missing("folder"));
    return Response.ok(listing, MediaType.APPLICATION_JSON_TYPE).build();
  }

  private Response file(ProjectId project, String path, @Nullable String known) throws IOException {
    ProjectFiles.Opened opened =
        files.open(project, FilePath.parse(path)).orElseThrow(() -> Refusal.missing("file"));
    if (opened.etag().equals(known)) {
      opened.close();
      return Response.notModified().header("ETag", opened.etag()).build();
    }
    // Never as a page of this origin: a workspace's HTML is a stranger's.
    return Response.ok(stream(opened), MediaType.APPLICATION_OCTET_STREAM_TYPE)
        .header("Content-Disposition", "attachment")
        .header("ETag", opened.etag())
        .build();
  }

  private static StreamingOutput stream(ProjectFiles.Opened opened) {
    return out -> {
      try (opened) {
        opened.writeTo(out);
      }
    };
  }
}
