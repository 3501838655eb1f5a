package codeblocking.ledger;

import codeblocking.job.JobFilter;
import codeblocking.job.JobKind;
import codeblocking.job.JobState;
import codeblocking.project.UserId;
import codeblocking.save.SaveState;
import codeblocking.save.SaveTrigger;
import codeblocking.trend.Ended;
import codeblocking.trend.Trends;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trends from the rows. */
final class JpaTrends implements Trends {
  private final Ledger ledger;

  JpaTrends(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public List<Ended> ended(Instant since, @Nullable UserId seenBy, int most) {
    JobWhere where = JobWhere.of(JobFilter.ALL, seenBy);
    where.and(since, "j.finishedAt >= :since", "since");
    return ledger.read(
        entities ->
            where
                .bound(
                    entities.createQuery(
                        "SELECT j.kind, j.state, j.createdAt, j.finishedAt FROM JobRow j"
                            + where
                            + " ORDER BY j.finishedAt DESC",
                        Object[].class))
                .setMaxResults(most)
                .getResultStream()
                .map(
                    columns ->
                        new Ended(
                            (JobKind) columns[0],
                            (JobState) columns[1],
                            (Instant) columns[2],
                            (Instant) columns[3]))
                .toList());
  }

  @Override
  public Unpushed unpushed(@Nullable UserId owner) {
    return ledger.read(
        entities -> {
          TypedQuery<Object[]> query =
              entities
                  .createQuery(
                      "SELECT COUNT(DISTINCT s.projectId), MIN(s.at) FROM SaveRow s WHERE s.state IN"
                          + " :states AND s.trigger <> :snapshot AND s.ref NOT LIKE :local AND NOT"
                          + " EXISTS (SELECT t.id FROM SaveRow t WHERE t.projectId = s.projectId AND"
                          + " t.state = :saved AND t.at >= s.at) AND s.projectId IN (SELECT p.id FROM"
                          + " ProjectRow p WHERE p.removedAt IS NULL"
                          + (owner == null ? "" : " AND p.owner = :owner")
                          + ")",
                      Object[].class)
                  .setParameter("states", List.of(SaveState.SAVED_LOCALLY, SaveState.BLOCKED))
                  .setParameter("saved", SaveState.SAVED)
                  .setParameter("snapshot", SaveTrigger.SNAPSHOT)
                  .setParameter("local", JpaSnapshots.LOCAL);
          if (owner != null) {
            query.setParameter("owner", owner.value());
          }
          Object[] columns = query.getSingleResult();
          return new Unpushed((Long) columns[0], (Instant) columns[1]);
        });
  }
}
