package codeblocking.web.job;

import codeblocking.identity.Caller;
import codeblocking.job.JobKind;
import codeblocking.job.JobQuery;
import codeblocking.job.JobState;
import codeblocking.project.InvalidInput;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.web.body.Input;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The filter of the job list, as it comes in a query. */
public class JobFilter {
  private static final int LONGEST_TEXT = 200;

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

  /** Empty: the caller may see no job of the user that was asked for. */
  Optional<JobQuery> query(Caller caller) {
    UserId asked = user == null || user.isEmpty() ? null : user(user);
    if (!caller.isOperator() && asked != null && !asked.equals(caller.user())) {
      return Optional.empty();
    }
    return Optional.of(
        new JobQuery(
            present(kind).map(JobFilter::kind).orElse(null),
            states(),
            present(project).map(JobFilter::project).orElse(null),
            caller.isOperator() ? asked : caller.user(),
            text(),
            present(cursor).orElse(null),
            Input.limit(limit)));
  }

  private static Optional<String> present(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }

  private @Nullable String text() {
    if (text != null && text.length() > LONGEST_TEXT) {
      throw new InvalidInput("q", "must be at most 200 characters long");
    }
    return present(text).orElse(null);
  }

  private static UserId user(String text) {
    return UserId.parse(text)
        .orElseThrow(() -> new InvalidInput("user", "must be 1 to 128 printable characters"));
  }

  private static ProjectId project(String text) {
    return Input.projectId(text);
  }

  private static JobKind kind(String text) {
    return JobKind.parse(text)
        .orElseThrow(
            () ->
                new InvalidInput(
                    "kind",
                    "must be one of "
                        + Arrays.stream(JobKind.values())
                            .map(JobKind::label)
                            .collect(Collectors.joining(", "))));
  }

  /** Several by comma, or by naming the parameter again. */
  private Set<JobState> states() {
    Set<JobState> states = EnumSet.noneOf(JobState.class);
    for (String value : state == null ? List.<String>of() : state) {
      for (String name : value.split(",")) {
        if (!name.isBlank()) {
          states.add(state(name.strip()));
        }
      }
    }
    return states;
  }

  private static JobState state(String name) {
    return Arrays.stream(JobState.values())
        .filter(each -> each.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput("state", "must be one of " + Arrays.toString(JobState.values())));
  }
}
