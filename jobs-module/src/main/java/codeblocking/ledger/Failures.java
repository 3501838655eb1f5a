package codeblocking.ledger;

import codeblocking.job.Failure;
import codeblocking.job.Job;
import codeblocking.job.JobFilter;
import codeblocking.job.JobKind;
import codeblocking.project.UserId;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** DEAD jobs by the fingerprint of their error: only they have one, and it has an index. */
final class Failures {
  private final EntityManager entities;
  private final @Nullable UserId seenBy;

  private Failures(EntityManager entities, @Nullable UserId seenBy) {
    this.entities = entities;
    this.seenBy = seenBy;
  }

  static List<Failure> list(EntityManager entities, @Nullable UserId seenBy, int most) {
    return new Failures(entities, seenBy).list(most);
  }

  private List<Failure> list(int most) {
    JobWhere where = JobWhere.of(JobFilter.ALL, seenBy);
    where.and("", "j.failure > :none", "none");
    List<Object[]> groups =
        where
            .bound(
                entities.createQuery(
                    "SELECT j.failure, COUNT(j), COUNT(DISTINCT j.projectId), MIN(j.finishedAt),"
                        + " MAX(j.finishedAt) FROM JobRow j"
                        + where
                        + " GROUP BY j.failure ORDER BY COUNT(j) DESC, j.failure",
                    Object[].class))
            .setMaxResults(most)
            .getResultList();
    Map<String, EnumSet<JobKind>> kinds =
        kinds(groups.stream().map(columns -> (String) columns[0]).toList());
    return groups.stream()
        .map(
            columns -> {
              String failure = (String) columns[0];
              Instant newest = (Instant) columns[4];
              return new Failure(
                  failure,
                  (Long) columns[1],
                  kinds.getOrDefault(failure, EnumSet.noneOf(JobKind.class)),
                  (Long) columns[2],
                  (Instant) columns[3],
                  newest,
                  died(failure, newest));
            })
        .toList();
  }

  private Map<String, EnumSet<JobKind>> kinds(List<String> failures) {
    JobWhere where = JobWhere.of(JobFilter.ALL.failures(Set.copyOf(failures)), seenBy);
    Map<String, EnumSet<JobKind>> kinds = new HashMap<>();
    if (!where.fitsNothing()) {
      where
          .bound(
              entities.createQuery(
                  "SELECT DISTINCT j.failure, j.kind FROM JobRow j" + where, Object[].class))
          .getResultStream()
          .forEach(
              columns ->
                  kinds
                      .computeIfAbsent(
                          (String) columns[0], failure -> EnumSet.noneOf(JobKind.class))
                      .add((JobKind) columns[1]));
    }
    return kinds;
  }

  private @Nullable Job died(String failure, Instant at) {
    JobWhere where = JobWhere.of(JobFilter.ALL, seenBy);
    where.and(failure, "j.failure = :failure", "failure");
    where.and(at, "j.finishedAt = :at", "at");
    return where
        .bound(entities.createQuery("SELECT j FROM JobRow j" + where, JobRow.class))
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(Rows::job)
        .orElse(null);
  }
}
