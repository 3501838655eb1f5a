package codeblocking.web.timeline;

import codeblocking.page.Page;
import codeblocking.project.Project;
import codeblocking.save.Save;
import codeblocking.save.Saves;
import codeblocking.web.body.Input;
import codeblocking.web.project.Access;
import codeblocking.web.project.ProjectJson.SaveJson;
import codeblocking.web.signin.CurrentCaller;
import codeblocking.workspace.TreeDiff;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The saves of a project. */
@Dependent
@Path("/projects/{id}/saves")
@Produces(MediaType.APPLICATION_JSON)
public class SavesResource {
  private final CurrentCaller current;
  private final Access access;
  private final Saves saves;
  private final Timeline timeline;

  @Inject
  public SavesResource(CurrentCaller current, Access access, Saves saves, Timeline timeline) {
    this.current = current;
    this.access = access;
    this.saves = saves;
    this.timeline = timeline;
  }

  /** {@code {saves, next}}. */
  public record SavesPage(List<SaveJson> saves, @Nullable String next) {}

  /** {@code {files, truncated}}. */
  public record DiffJson(List<FileJson> files, boolean truncated) {}

  /** {@code change}: added, modified or deleted since the save. */
  public record FileJson(String path, String change) {}

  /** {@code {path, patch}}. */
  public record PatchJson(String path, String patch) {}

  @GET
  public SavesPage list(
      @PathParam("id") String id,
      @QueryParam("snapshots") @Nullable String snapshots,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    Project project = access.seen(current.get(), id);
    boolean all = !"false".equals(snapshots);
    Page<Save> page = saves.list(project.id(), all, cursor, Input.limit(limit));
    return new SavesPage(page.items().stream().map(SaveJson::of).toList(), page.next());
  }

  @GET
  @Path("/{save}/diff")
  public Response diff(
      @PathParam("id") String id,
      @PathParam("save") String save,
      @QueryParam("path") @Nullable String path)
      throws IOException {
    Project project = access.own(current.get(), id);
    return Response.ok(
            path == null
                ? of(timeline.changed(project, save))
                : new PatchJson(path, timeline.patch(project, save, path)))
        .build();
  }

  private static DiffJson of(TreeDiff.Listed listed) {
    return new DiffJson(
        listed.files().stream()
            .map(each -> new FileJson(each.path(), each.kind().name().toLowerCase(Locale.ROOT)))
            .toList(),
        listed.truncated());
  }
}
