package codeblocking.web.job;

import codeblocking.identity.Caller;
import codeblocking.job.JobFilter;
import codeblocking.job.JobQuery;
import codeblocking.job.JobSearchRule;
import codeblocking.web.body.Input;
import codeblocking.web.body.JsonBody;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filter of the job list, as it comes in a query; what it names and its {@code q} must fit. */
public class JobParams {
  @QueryParam("kind")
  @Nullable String kind;

  @QueryParam("state")
  @Nullable List<String> state;

  @QueryParam("project")
  @Nullable String project;

  @QueryParam("user")
  @Nullable String user;

  @QueryParam("q")
  @Nullable String text;

  @QueryParam("limit")
  @Nullable String limit;

  @QueryParam("cursor")
  @Nullable String cursor;

  /** The same filter in a body. */
  static JobFilter filter(JsonBody body, Instant now) {
    JobParams params = new JobParams();
    params.kind = body.text("kind").orElse(null);
    params.state = body.text("state").map(List::of).orElse(null);
    params.project = body.text("project").orElse(null);
    params.user = body.text("user").orElse(null);
    params.text = body.text("q").orElse(null);
    return params.filter(now);
  }

  JobQuery query(Caller caller, Instant now) {
    return new JobQuery(
        filter(now),
        caller.isOperator() ? null : caller.user(),
        present(cursor).orElse(null),
        Input.limit(limit));
  }

  private JobFilter filter(Instant now) {
    JobFilter filter = present(text).map(q -> JobSearchRule.parse(q, now)).orElse(JobFilter.ALL);
    if (present(kind).isPresent()) {
      filter = filter.kinds(JobSearchRule.kinds("kind", present(kind).get()));
    }
    String states = state == null ? "" : String.join(",", state);
    // Several by comma, or by naming the parameter again.
    if (!states.replace(",", "").isBlank()) {
      filter = filter.states(JobSearchRule.states("state", states));
    }
    if (present(project).isPresent()) {
      filter = filter.project(Input.projectId(present(project).get()));
    }
    if (present(user).isPresent()) {
      filter = filter.users(Set.of(JobSearchRule.user("user", present(user).get())));
    }
    return filter;
  }

  private static Optional<String> present(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }
}
