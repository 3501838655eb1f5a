package codeblocking.web.audit;

import codeblocking.event.Act;
import codeblocking.event.Acts;
import codeblocking.page.Page;
import codeblocking.web.body.Input;
import codeblocking.web.project.Access;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who did what to which job, queue or pool, and why; operators only. */
@Dependent
@Path("/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
  private final CurrentCaller current;
  private final Access access;
  private final Acts acts;

  @Inject
  public AuditResource(CurrentCaller current, Access access, Acts acts) {
    this.current = current;
    this.access = access;
    this.acts = acts;
  }

  /** {@code {acts, next}}. */
  public record Many(List<ActJson> acts, @Nullable String next) {}

  /** An act in JSON. */
  public record ActJson(
      long seq,
      Instant at,
      String actor,
      String act,
      String subject,
      String name,
      @Nullable String jobId,
      @Nullable String projectId,
      @Nullable String reason) {
    static ActJson of(Act act) {
      return new ActJson(
          act.seq(),
          act.at(),
          act.actor(),
          act.act(),
          act.subject(),
          act.name(),
          act.jobId() == null ? null : act.jobId().toString(),
          act.projectId() == null ? null : act.projectId().toString(),
          act.reason());
    }
  }

  @GET
  public Many list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
    access.operator(current.get());
    Page<Act> page =
        acts.list(cursor == null || cursor.isEmpty() ? null : cursor, Input.limit(limit));
    return new Many(page.items().stream().map(ActJson::of).toList(), page.next());
  }
}
