package codeblocking.job;

import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs are meant. A job fits when it fits each field; a set that is null does not filter, and
 * an empty one fits nothing.
 *
 * @param users who asked for it, or whose project it is of
 * @param errors each is contained in the error
 * @param texts each is contained in the error, or in an id
 * @param failures fingerprints of {@link FailureRule}
 */
public record JobFilter(
    @Nullable Set<JobKind> kinds,
    @Nullable Set<JobState> states,
    @Nullable Set<ProjectId> projects,
    @Nullable Set<UserId> users,
    @Nullable Set<JobId> ids,
    @Nullable Set<String> failures,
    Set<String> errors,
    Set<String> texts,
    @Nullable Instant createdAfter,
    @Nullable Instant createdBefore) {
  public static final JobFilter ALL =
      new JobFilter(null, null, null, null, null, null, Set.of(), Set.of(), null, null);

  public JobFilter kind(JobKind kind) {
    return kinds(EnumSet.of(kind));
  }

  public JobFilter kinds(Set<JobKind> only) {
    return with(both(kinds, only), states, projects, users, ids, failures);
  }

  public JobFilter states(Set<JobState> only) {
    return with(kinds, both(states, only), projects, users, ids, failures);
  }

  public JobFilter project(ProjectId project) {
    return projects(Set.of(project));
  }

  public JobFilter projects(Set<ProjectId> only) {
    return with(kinds, states, both(projects, only), users, ids, failures);
  }

  public JobFilter users(Set<UserId> only) {
    return with(kinds, states, projects, both(users, only), ids, failures);
  }

  public JobFilter ids(Set<JobId> only) {
    return with(kinds, states, projects, users, both(ids, only), failures);
  }

  public JobFilter failures(Set<String> only) {
    return with(kinds, states, projects, users, ids, both(failures, only));
  }

  public JobFilter error(String text) {
    return with(plus(errors, text), texts, createdAfter, createdBefore);
  }

  public JobFilter text(String text) {
    return with(errors, plus(texts, text), createdAfter, createdBefore);
  }

  public JobFilter createdAfter(Instant instant) {
    boolean later = createdAfter == null || instant.isAfter(createdAfter);
    return with(errors, texts, later ? instant : createdAfter, createdBefore);
  }

  public JobFilter createdBefore(Instant instant) {
    boolean sooner = createdBefore == null || instant.isBefore(createdBefore);
    return with(errors, texts, createdAfter, sooner ? instant : createdBefore);
  }

  private JobFilter with(
      @Nullable Set<JobKind> newKinds,
      @Nullable Set<JobState> newStates,
      @Nullable Set<ProjectId> newProjects,
      @Nullable Set<UserId> newUsers,
      @Nullable Set<JobId> newIds,
      @Nullable Set<String> newFailures) {
    return new JobFilter(
        newKinds,
        newStates,
        newProjects,
        newUsers,
        newIds,
        newFailures,
        errors,
        texts,
        createdAfter,
        createdBefore);
  }

  private JobFilter with(
      Set<String> newErrors,
      Set<String> newTexts,
      @Nullable Instant after,
      @Nullable Instant before) {
    return new JobFilter(
        kinds, states, projects, users, ids, failures, newErrors, newTexts, after, before);
  }

  private static <T> Set<T> both(@Nullable Set<T> some, Set<T> others) {
    Set<T> both = new HashSet<>(others);
    if (some != null) {
      both.retainAll(some);
    }
    return Set.copyOf(both);
  }

  private static Set<String> plus(Set<String> some, String another) {
    Set<String> all = new HashSet<>(some);
    all.add(another);
    return Set.copyOf(all);
  }
}
