package codeblocking.ledger;

import codeblocking.job.Failure;
import codeblocking.job.Job;
import codeblocking.job.JobFilter;
import codeblocking.job.JobKind;
import codeblocking.job.JobState;
import codeblocking.project.UserId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** DEAD jobs by the fingerprint of their error, by the index that only they are in. */
final class Failures {
  private Failures() {}

  static List<Failure> list(EntityManager entities, @Nullable UserId seenBy, int most) {
    JobWhere where = dead(seenBy, null);
    return where
        .bound(
            entities.createQuery(
                "SELECT j.failure, COUNT(j), COUNT(DISTINCT j.projectId), MIN(j.finishedAt),"
                    + " MAX(j.finishedAt) FROM JobRow j"
                    + where
                    + " GROUP BY j.failure ORDER BY COUNT(j) DESC, j.failure",
                Object[].class))
        .setMaxResults(most)
        .getResultStream()
        .map(
            columns ->
                new Failure(
                    (String) columns[0],
                    (Long) columns[1],
                    kinds(entities, seenBy, (String) columns[0]),
                    (Long) columns[2],
                    (Instant) columns[3],
                    (Instant) columns[4],
                    newest(entities, seenBy, (String) columns[0])))
        .toList();
  }

  /** The state alone would do, but it is the fingerprint that has an index of its own. */
  private static JobWhere dead(@Nullable UserId seenBy, @Nullable String failure) {
    JobFilter filter = JobFilter.ALL.states(EnumSet.of(JobState.DEAD));
    JobWhere where =
        JobWhere.of(failure == null ? filter : filter.failures(Set.of(failure)), seenBy);
    where.and("", "j.failure > :none", "none");
    return where;
  }

  private static Set<JobKind> kinds(
      EntityManager entities, @Nullable UserId seenBy, String failure) {
    JobWhere where = dead(seenBy, failure);
    EnumSet<JobKind> kinds = EnumSet.noneOf(JobKind.class);
    kinds.addAll(
        where
            .bound(
                entities.createQuery("SELECT DISTINCT j.kind FROM JobRow j" + where, JobKind.class))
            .getResultList());
    return kinds;
  }

  private static @Nullable Job newest(
      EntityManager entities, @Nullable UserId seenBy, String failure) {
    JobWhere where = dead(seenBy, failure);
    TypedQuery<JobRow> query =
        entities.createQuery(
            "SELECT j FROM JobRow j" + where + " ORDER BY j.finishedAt DESC", JobRow.class);
    return where
        .bound(query)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(Rows::job)
        .orElse(null);
  }
}
