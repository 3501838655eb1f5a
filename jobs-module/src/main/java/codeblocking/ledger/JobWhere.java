package codeblocking.ledger;

import codeblocking.job.JobFilter;
import codeblocking.project.UserId;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A filter of jobs as conditions on a row called {@code j}, and their values beside them. */
final class JobWhere {
  /** A user's own: what they asked for, and what happens to their projects. */
  private static final String OF =
      "(j.userId IN :%s OR j.projectId IN (SELECT p.id FROM ProjectRow p WHERE p.owner IN :%s))";

  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();
  private boolean fitsNothing;

  private JobWhere() {}

  static JobWhere of(JobFilter filter, @Nullable UserId seenBy) {
    JobWhere where = new JobWhere();
    where.in(filter.kinds(), "j.kind IN :kinds", "kinds");
    where.in(filter.states(), "j.state IN :states", "states");
    where.in(texts(filter.projects()), "j.projectId IN :projects", "projects");
    where.in(texts(filter.users()), OF.formatted("users", "users"), "users");
    where.in(texts(filter.ids()), "j.id IN :ids", "ids");
    where.in(filter.failures(), "j.failure IN :failures", "failures");
    where.and(filter.createdAfter(), "j.createdAt > :after", "after");
    where.and(filter.createdBefore(), "j.createdAt < :before", "before");
    for (String error : filter.errors()) {
      where.like(error, "LOWER(j.error) LIKE :%1$s ESCAPE '!'");
    }
    for (String text : filter.texts()) {
      where.like(
          text,
          "(LOWER(j.error) LIKE :%1$s ESCAPE '!' OR j.id LIKE :%1$s ESCAPE '!' OR j.projectId LIKE"
              + " :%1$s ESCAPE '!' OR LOWER(j.userId) LIKE :%1$s ESCAPE '!')");
    }
    where.in(
        seenBy == null ? null : Set.of(seenBy.value()), OF.formatted("seenBy", "seenBy"), "seenBy");
    return where;
  }

  private static @Nullable Set<String> texts(@Nullable Set<?> ids) {
    return ids == null
        ? null
        : ids.stream().map(Object::toString).collect(java.util.stream.Collectors.toSet());
  }

  private void in(@Nullable Collection<?> some, String condition, String name) {
    and(some, condition, name);
    fitsNothing |= some != null && some.isEmpty();
  }

  private void like(String text, String condition) {
    String name = "like" + values.size();
    String escaped = text.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1");
    and("%" + escaped + "%", condition.formatted(name), name);
  }

  void and(@Nullable Object value, String condition, String name) {
    if (value != null) {
      conditions.add(condition);
      values.put(name, value);
    }
  }

  void put(String name, Object value) {
    values.put(name, value);
  }

  /** A set is empty, which databases do not take. */
  boolean fitsNothing() {
    return fitsNothing;
  }

  <T> TypedQuery<T> bound(TypedQuery<T> query) {
    values.forEach(query::setParameter);
    return query;
  }

  /** Empty, or from the word WHERE on. */
  @Override
  public String toString() {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }
}
