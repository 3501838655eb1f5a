package codeblocking.ledger;

import codeblocking.job.JobId;
import codeblocking.job.JobState;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Jobs whose worker vanished, and jobs that time has overtaken. */
final class LostJobs {
  // A job whose worker vanishes again and again is the likely cause of it.
  private static final int MOST_LOSSES = 3;
  private static final Duration REVIVE_AFTER = Duration.ofMinutes(30);
  private static final Duration KEEP_SUCCEEDED = Duration.ofDays(7);
  private static final Duration KEEP_OTHERS = Duration.ofDays(1);
  private static final Duration KEEP_RESOLVED = Duration.ofDays(90);
  private static final Duration KEEP_EVENTS = Duration.ofDays(30);
  private static final int BATCH = 500;
  private static final int MOST_GOING_ON = 20_000;

  private final Ledger ledger;
  private final JobWrites writes;
  private final String nodePrefix;
  private final String life;

  LostJobs(Ledger ledger, JobWrites writes, String nodePrefix, String life) {
    this.ledger = ledger;
    this.writes = writes;
    this.nodePrefix = nodePrefix;
    this.life = life;
  }

  int expired() {
    Instant now = writes.now();
    List<String> ids = running("j.leaseUntil < :now", query -> query.setParameter("now", now));
    return recover(
        ids,
        row -> row.leaseUntil != null && row.leaseUntil.isBefore(now),
        "its worker has not been heard of since " + now.minus(JpaClaims.LEASE));
  }

  int own() {
    List<String> ids =
        running(
            "j.leaseOwner LIKE :prefix AND j.leaseOwner <> :life",
            query -> query.setParameter("prefix", nodePrefix + "%").setParameter("life", life));
    return recover(ids, row -> !life.equals(row.leaseOwner), "the server was restarted");
  }

  private List<String> running(
      String condition, java.util.function.UnaryOperator<TypedQuery<String>> bind) {
    return ledger.read(
        entities ->
            bind.apply(
                    entities
                        .createQuery(
                            "SELECT j.id FROM JobRow j WHERE j.state IN :states AND " + condition,
                            String.class)
                        .setParameter("states", EnumSet.of(JobState.RUNNING, JobState.LOST)))
                .setMaxResults(BATCH)
                .getResultList());
  }

  private int recover(List<String> ids, Predicate<JobRow> stillLost, String reason) {
    int recovered = 0;
    for (String id : ids) {
      if (each(id, row -> atWork(row) && stillLost.test(row), (tx, row) -> lose(tx, row, reason))) {
        recovered++;
      }
    }
    return recovered;
  }

  private static boolean atWork(JobRow row) {
    return row.state == JobState.RUNNING || row.state == JobState.LOST;
  }

  private void lose(Transaction transaction, JobRow row, String reason) {
    AttemptRow attempt =
        transaction.entities().find(AttemptRow.class, new AttemptRow.Key(row.id, row.fence));
    if (attempt != null && attempt.endedAt == null) {
      attempt.endedAt = writes.now();
      attempt.result = "LOST";
      attempt.error = reason;
      attempt.runMillis = Duration.between(attempt.startedAt, attempt.endedAt).toMillis();
    }
    if (row.state == JobState.RUNNING) {
      writes.become(transaction, row, JobState.LOST, "system", reason);
    }
    row.fence++;
    row.lostCount++;
    row.leaseOwner = null;
    row.leaseUntil = null;
    row.phase = null;
    if (row.lostCount > MOST_LOSSES) {
      row.curable = true;
      row.error =
          "its worker vanished " + row.lostCount + " times; retry it when the cause is known";
      writes.become(transaction, row, JobState.DEAD, "system", row.error);
    } else {
      // Lost is not failed: the try does not count.
      row.attempt--;
      row.runAt = writes.now();
      writes.become(transaction, row, JobState.READY, "system", "taken up again: " + reason);
      writes.ring(transaction, row);
    }
    writes.ringNext(transaction, row);
  }

  /**
   * DEAD for want of time only, such as a remote that was away for a day: tried again now and then.
   */
  int reviveCurable() {
    Instant before = writes.now().minus(REVIVE_AFTER);
    List<String> ids =
        ledger.read(
            entities ->
                entities
                    .createQuery(
                        "SELECT j.id FROM JobRow j WHERE j.state = :dead AND j.curable = TRUE AND"
                            + " j.kind = :kind AND j.finishedAt < :before",
                        String.class)
                    .setParameter("dead", JobState.DEAD)
                    .setParameter("kind", codeblocking.job.JobKind.PERSIST)
                    .setParameter("before", before)
                    .setMaxResults(BATCH)
                    .getResultList());
    int revived = 0;
    for (String id : ids) {
      if (each(id, row -> row.state == JobState.DEAD && row.curable, this::revive)) {
        revived++;
      }
    }
    return revived;
  }

  private void revive(Transaction transaction, JobRow row) {
    row.runAt = writes.now();
    row.lostCount = 0;
    writes.become(transaction, row, JobState.READY, "system", "tried again after a while");
    writes.ring(transaction, row);
  }

  /** Those that only wait for a time, not those that somebody asked to come later. */
  int goOn(String waitedOn) {
    List<String> ids =
        ledger.read(
            entities ->
                entities
                    .createQuery(
                        "SELECT j.id FROM JobRow j WHERE j.waitsOn = :who AND (j.state = :retrying"
                            + " OR (j.state = :dead AND j.curable = TRUE)) ORDER BY j.createdAt",
                        String.class)
                    .setParameter("who", waitedOn)
                    .setParameter("retrying", JobState.RETRYING)
                    .setParameter("dead", JobState.DEAD)
                    .setMaxResults(MOST_GOING_ON)
                    .getResultList());
    int gone = 0;
    for (String id : ids) {
      if (each(
          id,
          row ->
              waitedOn.equals(row.waitsOn)
                  && (row.state == JobState.RETRYING
                      || (row.state == JobState.DEAD && row.curable)),
          (transaction, row) -> goOn(transaction, row, waitedOn + " answers again"))) {
        gone++;
      }
    }
    return gone;
  }

  private void goOn(Transaction transaction, JobRow row, String reason) {
    row.runAt = writes.now();
    row.waitsOn = null;
    writes.become(transaction, row, JobState.READY, "system", reason);
    writes.ring(transaction, row);
  }

  private boolean each(
      String id, Predicate<JobRow> wanted, BiConsumer<Transaction, JobRow> change) {
    return ledger.write(
        transaction -> {
          JobRow row = JpaJobs.locked(transaction, JobId.of(id));
          if (row == null || !wanted.test(row)) {
            return false;
          }
          change.accept(transaction, row);
          return true;
        });
  }

  /** Retention, in batches off the hot path. DEAD jobs stay until a person has dealt with them. */
  int forgetOld() {
    Instant now = writes.now();
    int forgotten = forget(EnumSet.of(JobState.SUCCEEDED), now.minus(KEEP_SUCCEEDED));
    forgotten +=
        forget(
            EnumSet.of(JobState.CANCELLED, JobState.SUPERSEDED, JobState.EXPIRED),
            now.minus(KEEP_OTHERS));
    forgotten += forget(EnumSet.of(JobState.RESOLVED), now.minus(KEEP_RESOLVED));
    ledger.run(
        transaction ->
            transaction
                .entities()
                .createQuery("DELETE FROM EventRow e WHERE e.at < :before")
                .setParameter("before", now.minus(KEEP_EVENTS))
                .executeUpdate());
    return forgotten;
  }

  private int forget(EnumSet<JobState> states, Instant before) {
    return ledger.write(
        transaction -> {
          List<String> ids =
              transaction
                  .entities()
                  .createQuery(
                      "SELECT j.id FROM JobRow j WHERE j.state IN :states AND j.finishedAt <"
                          + " :before",
                      String.class)
                  .setParameter("states", states)
                  .setParameter("before", before)
                  .setMaxResults(BATCH)
                  .getResultList();
          if (!ids.isEmpty()) {
            for (String entity :
                List.of(
                    "AttemptRow e WHERE e.jobId",
                    "PhaseRow e WHERE e.jobId",
                    "JobRow e WHERE e.id")) {
              transaction
                  .entities()
                  .createQuery("DELETE FROM " + entity + " IN :ids")
                  .setParameter("ids", ids)
                  .executeUpdate();
            }
          }
          return ids.size();
        });
  }
}
