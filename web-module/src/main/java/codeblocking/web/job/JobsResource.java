package codeblocking.web.job;

import codeblocking.identity.Caller;
import codeblocking.job.Job;
import codeblocking.job.JobDetail;
import codeblocking.job.JobId;
import codeblocking.job.Jobs;
import codeblocking.page.Page;
import codeblocking.project.InvalidInput;
import codeblocking.web.body.JsonBody;
import codeblocking.web.problem.Refusal;
import codeblocking.web.project.Access;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jobs: the caller's own, or of everybody for an operator. */
@Dependent
@Path("/jobs")
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {
  private static final int LONGEST_REASON = 500;

  private final CurrentCaller current;
  private final Access access;
  private final Jobs jobs;
  private final Clock clock;

  @Inject
  public JobsResource(CurrentCaller current, Access access, Jobs jobs, Clock clock) {
    this.current = current;
    this.access = access;
    this.jobs = jobs;
    this.clock = clock;
  }

  /** {@code {jobs, next}}. */
  public record Many(List<JobJson> jobs, @Nullable String next) {}

  /** {@code {job}}. */
  public record One(JobJson job) {}

  @GET
  public Many list(@BeanParam JobFilter filter) {
    Page<Job> page =
        filter.query(current.get()).map(jobs::list).orElseGet(() -> new Page<>(List.of(), null));
    return new Many(
        page.items().stream().map(job -> JobJson.of(job, clock.instant())).toList(), page.next());
  }

  @GET
  @Path("/{id}")
  public One get(@PathParam("id") String id) {
    JobId job = access.job(current.get(), id).id();
    JobDetail detail = jobs.detail(job).orElseThrow(() -> Refusal.missing("job"));
    return new One(JobJson.of(detail, clock.instant()));
  }

  @POST
  @Path("/{id}/retry")
  public Response retry(@PathParam("id") String id, @Nullable InputStream in) throws IOException {
    Caller caller = current.get();
    JobId job = access.job(caller, id).id();
    return accepted(jobs.retry(job, caller.user(), reason(in, "asked by " + caller.user())));
  }

  @POST
  @Path("/{id}/cancel")
  public Response cancel(@PathParam("id") String id, @Nullable InputStream in) throws IOException {
    Caller caller = current.get();
    JobId job = access.job(caller, id).id();
    return accepted(jobs.cancel(job, caller.user(), reason(in, "asked by " + caller.user())));
  }

  /** A reason is a must: nobody will run this job again. */
  @POST
  @Path("/{id}/resolve")
  public Response resolve(@PathParam("id") String id, @Nullable InputStream in) throws IOException {
    Caller caller = current.get();
    JobId job = access.job(caller, id).id();
    String reason = reason(in, "");
    if (reason.isEmpty()) {
      throw new InvalidInput("reason", "is missing: say why the job is closed");
    }
    return accepted(jobs.resolve(job, caller.user(), reason));
  }

  @POST
  @Path("/bulk")
  public Response bulk() {
    access.operator(current.get());
    throw Refusal.notYet("acting on many jobs at once");
  }

  private Response accepted(Job job) {
    return Response.accepted(new One(JobJson.of(job, clock.instant()))).build();
  }

  private static String reason(@Nullable InputStream in, String standard) throws IOException {
    return JsonBody.read(in)
        .text("reason", LONGEST_REASON)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .orElse(standard);
  }
}
