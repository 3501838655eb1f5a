package codeblocking.web.job;

import codeblocking.identity.Caller;
import codeblocking.job.ActOnMany;
import codeblocking.job.Job;
import codeblocking.job.JobAction;
import codeblocking.job.JobDetail;
import codeblocking.job.JobFilter;
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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs: the caller's own, or of everybody for an operator. */
@Dependent
@Path("/jobs")
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {
  private static final int LONGEST_REASON = 500;
  private static final int MOST_FAILURES = 100;

  private final CurrentCaller current;
  private final Access access;
  private final Jobs jobs;
  private final ActOnMany many;
  private final Clock clock;

  @Inject
  public JobsResource(
      CurrentCaller current, Access access, Jobs jobs, ActOnMany many, Clock clock) {
    this.current = current;
    this.access = access;
    this.jobs = jobs;
    this.many = many;
    this.clock = clock;
  }

  /** {@code {jobs, next}}. */
  public record Many(List<JobJson> jobs, @Nullable String next) {}

  /** {@code {failures, next}}; one page of the most frequent. */
  public record FailuresPage(List<FailureJson> failures, @Nullable String next) {}

  /** {@code {job}}. */
  public record One(JobJson job) {}

  @GET
  public Many list(@BeanParam JobParams filter) {
    Page<Job> page = jobs.list(filter.query(current.get(), clock.instant()));
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

  /** DEAD jobs by how they failed; of the caller, or of everybody for an operator. */
  @GET
  @Path("/failures")
  public FailuresPage failures() {
    Caller caller = current.get();
    Instant now = clock.instant();
    return new FailuresPage(
        jobs.failures(caller.isOperator() ? null : caller.user(), MOST_FAILURES).stream()
            .map(failure -> FailureJson.of(failure, now))
            .toList(),
        null);
  }

  @POST
  @Path("/bulk")
  public BulkJson bulk(@Nullable InputStream in) throws IOException {
    Caller caller = current.get();
    access.operator(caller);
    JsonBody body = JsonBody.read(in);
    JobAction action =
        JobAction.parse(body.required("action"))
            .orElseThrow(() -> new InvalidInput("action", "must be one of retry, cancel, resolve"));
    Instant before = before(body);
    JobFilter filter = JobParams.filter(body.object("filter"), before).createdBefore(before);
    boolean dryRun = body.flag("dryRun", false);
    String reason = reason(body, action.needsReason() ? "" : "asked by " + caller.user());
    if (reason.isEmpty() && !dryRun) {
      throw new InvalidInput("reason", "is missing: say why the jobs are ended");
    }
    ActOnMany.Order order =
        new ActOnMany.Order(
            action, filter, caller.user(), reason, body.text("cursor").orElse(null));
    return BulkJson.of(action, before, dryRun, dryRun ? many.dryRun(order) : many.act(order));
  }

  /** Of when the filter is meant: what came after it was counted is left alone. */
  private Instant before(JsonBody body) {
    Optional<String> before = body.text("before");
    try {
      return before.map(Instant::parse).orElseGet(clock::instant);
    } catch (DateTimeParseException e) {
      throw new InvalidInput("before", "must be a UTC time such as 2026-01-31T12:00:00Z", e);
    }
  }

  private Response accepted(Job job) {
    return Response.accepted(new One(JobJson.of(job, clock.instant()))).build();
  }

  private static String reason(@Nullable InputStream in, String standard) throws IOException {
    return reason(JsonBody.read(in), standard);
  }

  private static String reason(JsonBody body, String standard) {
    return body.text("reason", LONGEST_REASON)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .orElse(standard);
  }
}
