package codeblocking.web.file;

import codeblocking.file.ChangeFiles;
import codeblocking.file.Condition;
import codeblocking.file.FilePath;
import codeblocking.file.ProjectFiles;
import codeblocking.project.InvalidInput;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.web.body.Input;
import codeblocking.web.body.JsonBody;
import codeblocking.web.problem.Refusal;
import codeblocking.web.project.Access;
import codeblocking.web.signin.CurrentCaller;
import codeblocking.web.terminal.TerminalBroadcast;
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
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Files of the caller's own project. */
@Dependent
@Path("/projects/{id}/files")
public class FilesResource {
  private static final int DEEPEST = 32;

  private final CurrentCaller current;
  private final Access access;
  private final ProjectFiles files;
  private final ChangeFiles changes;
  private final TerminalBroadcast broadcast;

  @Inject
  public FilesResource(
      CurrentCaller current,
      Access access,
      ProjectFiles files,
      ChangeFiles changes,
      TerminalBroadcast broadcast) {
    this.current = current;
    this.access = access;
    this.files = files;
    this.changes = changes;
    this.broadcast = broadcast;
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
  public Response put(
      @PathParam("id") String id,
      @PathParam("path") String path,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
      @HeaderParam("Content-Length") @Nullable String length,
      @Nullable InputStream body)
      throws IOException {
    Project project = access.own(current.get(), id);
    Condition condition = new Condition(ifMatch, ifNoneMatch);
    FilePath file = FilePath.parse(path);
    InputStream content = body == null ? InputStream.nullInputStream() : body;
    ChangeFiles.Done done;
    if (!path.endsWith("/")) {
      done = changes.put(project, file, condition, content, length(length));
    } else if (content.read() >= 0) {
      throw new InvalidInput("body", "must be empty: the path ends in a slash, so it is a folder");
    } else {
      done = changes.putFolder(project, file, condition);
    }
    return changed(project, done);
  }

  @DELETE
  @Path("/{path: .+}")
  public Response delete(
      @PathParam("id") String id,
      @PathParam("path") String path,
      @HeaderParam("If-Match") @Nullable String ifMatch)
      throws IOException {
    Project project = access.own(current.get(), id);
    changes.delete(project, FilePath.parse(path), path.endsWith("/"), new Condition(ifMatch, null));
    broadcast.active(project.id());
    return Response.noContent().build();
  }

  @POST
  @Path("/{path: .+}")
  public Response move(
      @PathParam("id") String id,
      @PathParam("path") String path,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Nullable InputStream in)
      throws IOException {
    Project project = access.own(current.get(), id);
    FilePath to = FilePath.parse(JsonBody.read(in).required("moveTo"));
    ChangeFiles.Done done =
        changes.move(project, FilePath.parse(path), to, new Condition(ifMatch, null));
    broadcast.active(project.id());
    return Response.noContent().header("ETag", done.etag()).build();
  }

  private Response changed(Project project, ChangeFiles.Done done) {
    broadcast.active(project.id());
    return Response.status(done.created() ? Response.Status.CREATED : Response.Status.NO_CONTENT)
        .header("ETag", done.etag())
        .build();
  }

  private static long length(@Nullable String header) {
    try {
      return header == null ? -1 : Long.parseLong(header);
    } catch (NumberFormatException e) {
      throw new InvalidInput("Content-Length", "must be a number of bytes");
    }
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
