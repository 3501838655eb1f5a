package codeblocking.ledger;

import codeblocking.job.Begun;
import codeblocking.job.Claim;
import codeblocking.job.Claims;
import codeblocking.job.Handler;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobState;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.RetryPolicy;
import codeblocking.job.Ring;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Leases and fences in the database. */
public final class JpaClaims implements Claims {
  static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
  private static final Duration LONGEST_REPEAT = Duration.ofMinutes(5);

  private final Ledger ledger;
  private final JobWrites writes;
  private final LostJobs lost;
  private final String node;

  /**
   * Workers of one life of one node.
   *
   * @param node name of the node, without slash
   * @param life differs at each start
   */
  JpaClaims(Ledger ledger, JobWrites writes, String node, String life) {
    this.ledger = ledger;
    this.writes = writes;
    this.node = node + "/" + life;
    this.lost = new LostJobs(ledger, writes, node + "/", this.node);
  }

  @Override
  public Optional<Claim> claim(JobId id) {
    return ledger.write(
        transaction -> {
          JobRow row = JpaJobs.locked(transaction, id);
          return row != null && mayRun(transaction, row)
              ? Optional.of(take(transaction, row))
              : Optional.empty();
        });
  }

  private boolean mayRun(Transaction transaction, JobRow row) {
    Instant now = writes.now();
    if (!row.state.waiting()) {
      JobWrites.forgetRing(transaction, row);
      return false;
    }
    if (row.runAt.isAfter(now)) {
      // Early by the broker's clock or by a doubled doorbell: it comes again at its time.
      writes.ring(transaction, row);
      return false;
    }
    if (row.kind == JobKind.PREWARM
        && row.state == JobState.READY
        && now.isAfter(row.createdAt.plus(RetryPolicy.PREWARM_LIFETIME))) {
      writes.become(transaction, row, JobState.EXPIRED, "system", "nobody waits for it any more");
      return false;
    }
    LaneRow lane = transaction.entities().find(LaneRow.class, row.lane);
    if (lane.pausedAt != null) {
      row.waitingFor = Text.cut("the queue is paused: " + lane.pausedReason, 500);
      letPass(transaction, row, now.plus(LONGEST_REPEAT));
      return false;
    }
    JobRow blocker = JobWrites.blocker(transaction.entities(), row);
    if (blocker != null) {
      String reason = "%s job %s of this project".formatted(blocker.kind.label(), blocker.id);
      row.waitingFor = reason;
      if (row.state != JobState.BLOCKED) {
        writes.become(transaction, row, JobState.BLOCKED, "system", "waits for " + reason);
      }
      letPass(transaction, row, now.plus(LOOK_AGAIN));
      return false;
    }
    return true;
  }

  private void letPass(Transaction transaction, JobRow row, Instant dueAt) {
    writes.putOff(transaction, row, dueAt);
    OutboxRow outbox = transaction.entities().find(OutboxRow.class, row.id);
    outbox.tries++;
  }

  private Claim take(Transaction transaction, JobRow row) {
    Instant now = writes.now();
    Instant since = row.readyAt.isAfter(row.runAt) ? row.readyAt : row.runAt;
    row.attempt++;
    row.fence++;
    row.leaseOwner = node;
    row.leaseUntil = now.plus(LEASE);
    row.startedAt = now;
    row.waitingFor = null;
    row.waitsOn = null;
    row.phase = null;
    writes.become(transaction, row, JobState.RUNNING, node, null);
    JobWrites.forgetRing(transaction, row);
    AttemptRow attempt = new AttemptRow();
    attempt.jobId = row.id;
    attempt.fence = row.fence;
    attempt.attempt = row.attempt;
    attempt.node = node;
    attempt.startedAt = now;
    attempt.waitMillis = Math.max(0, Duration.between(since, now).toMillis());
    transaction.entities().persist(attempt);
    return new Claim(Rows.job(row), row.fence);
  }

  @Override
  public List<Claim> heartbeat(Collection<Claim> claims) {
    List<Claim> kept = new ArrayList<>();
    for (Claim claim : claims) {
      if (fenced(claim, (transaction, row) -> row.leaseUntil = writes.now().plus(LEASE))) {
        kept.add(claim);
      }
    }
    return kept;
  }

  @Override
  public boolean phases(Claim claim, List<Begun> begun) {
    return fenced(
        claim,
        (transaction, row) -> {
          int ordinal = endPhases(transaction, row, begun.get(0).at());
          PhaseRow before = null;
          for (Begun each : begun) {
            if (before != null) {
              before.endedAt = each.at();
            }
            PhaseRow phase = new PhaseRow();
            phase.jobId = row.id;
            phase.fence = row.fence;
            phase.ordinal = ordinal++;
            phase.attempt = row.attempt;
            phase.name = each.phase();
            phase.startedAt = each.at();
            transaction.entities().persist(phase);
            before = phase;
            row.phase = each.phase();
            writes.event(transaction, row, JobState.RUNNING, node, null);
          }
        });
  }

  /** Ends what is open; the next phase's ordinal. */
  private static int endPhases(Transaction transaction, JobRow row, Instant at) {
    List<PhaseRow> phases =
        transaction
            .entities()
            .createQuery(
                "SELECT p FROM PhaseRow p WHERE p.jobId = :job AND p.fence = :fence ORDER BY"
                    + " p.ordinal",
                PhaseRow.class)
            .setParameter("job", row.id)
            .setParameter("fence", row.fence)
            .getResultList();
    for (PhaseRow phase : phases) {
      if (phase.endedAt == null) {
        phase.endedAt = at;
      }
    }
    return phases.size();
  }

  @Override
  public boolean progress(Claim claim, String text) {
    return fenced(
        claim,
        (transaction, row) -> {
          row.phase = Text.cut(text, 200);
          writes.event(transaction, row, JobState.RUNNING, node, null);
        });
  }

  @Override
  public boolean holds(Claim claim) {
    return ledger.read(
        entities -> {
          JobRow row = entities.find(JobRow.class, claim.job().id().toString());
          return row != null && heldBy(row, claim);
        });
  }

  private boolean heldBy(JobRow row, Claim claim) {
    return row.state == JobState.RUNNING
        && row.fence == claim.fence()
        && row.leaseUntil != null
        && row.leaseUntil.isAfter(writes.now());
  }

  @Override
  public boolean cancelRequested(Claim claim) {
    return ledger.read(
        entities -> {
          JobRow row = entities.find(JobRow.class, claim.job().id().toString());
          return row != null && row.cancelRequestedAt != null;
        });
  }

  @Override
  public boolean succeed(Claim claim, Handler.Success success) {
    return fenced(
        claim,
        (transaction, row) -> {
          endAttempt(transaction, row, "OK", null);
          row.outcome = success.outcome();
          row.error = null;
          row.phase = null;
          boolean cancelled = success.outcome().equals("CANCELLED");
          writes.become(
              transaction,
              row,
              cancelled ? JobState.CANCELLED : JobState.SUCCEEDED,
              node,
              success.message());
          supersedeOlder(transaction, row);
          writes.ringNext(transaction, row);
        });
  }

  /** A save that came through holds all that an older, dead one wanted to save. */
  private void supersedeOlder(Transaction transaction, JobRow row) {
    if (row.kind != JobKind.PERSIST || row.projectId == null) {
      return;
    }
    for (JobRow dead : dead(transaction.entities(), row)) {
      writes.become(
          transaction, dead, JobState.SUPERSEDED, "system", "job " + row.id + " saved later work");
    }
  }

  private static List<JobRow> dead(EntityManager entities, JobRow row) {
    return entities
        .createQuery(
            "SELECT j FROM JobRow j WHERE j.projectId = :project AND j.kind = :kind AND j.state ="
                + " :dead AND j.createdAt < :before",
            JobRow.class)
        .setParameter("project", row.projectId)
        .setParameter("kind", row.kind)
        .setParameter("dead", JobState.DEAD)
        .setParameter("before", row.createdAt)
        .getResultList();
  }

  @Override
  public boolean retryLater(Claim claim, RetryLater failure) {
    return fenced(
        claim,
        (transaction, row) -> {
          Optional<Duration> pause = pause(row, failure);
          String message = String.valueOf(failure.getMessage());
          endAttempt(transaction, row, failure.tried() ? "ERROR" : "CANCELLED", message);
          if (!failure.tried()) {
            row.attempt--;
          }
          row.waitsOn = failure.waitsOn().map(who -> Text.cut(who, 300)).orElse(null);
          if (pause.isEmpty()) {
            row.curable = true;
            die(transaction, row, message + "; no further try by itself, retry it when cured");
          } else {
            again(transaction, row, pause.get(), message);
          }
        });
  }

  private Optional<Duration> pause(JobRow row, RetryLater failure) {
    RetryPolicy policy = RetryPolicy.of(row.kind);
    Duration asked = failure.after().orElse(Duration.ZERO);
    double jitter = ThreadLocalRandom.current().nextDouble();
    return failure.tried()
        ? policy.pause(row.attempt - row.triesBefore, row.policySince, writes.now(), asked, jitter)
        : policy.putOff(row.policySince, writes.now(), asked, jitter);
  }

  private void again(Transaction transaction, JobRow row, Duration pause, String message) {
    row.runAt = writes.now().plus(pause);
    row.error = Text.cut(message, 2000);
    row.phase = null;
    row.leaseOwner = null;
    row.leaseUntil = null;
    String next = "the next try, in %.1f s".formatted(pause.toMillis() / 1000.0);
    row.waitingFor =
        row.waitsOn == null ? next : Text.cut("%s to answer; %s".formatted(row.waitsOn, next), 500);
    writes.become(transaction, row, JobState.RETRYING, node, message + "; " + next);
    writes.ring(transaction, row);
    writes.ringNext(transaction, row);
  }

  @Override
  public boolean needsPerson(Claim claim, NeedsPerson failure) {
    return fenced(
        claim,
        (transaction, row) -> {
          String message = String.valueOf(failure.getMessage());
          endAttempt(transaction, row, "ERROR", message);
          die(transaction, row, message);
        });
  }

  private void die(Transaction transaction, JobRow row, String message) {
    row.error = Text.cut(message, 2000);
    row.phase = null;
    writes.become(transaction, row, JobState.DEAD, node, message);
    supersedeOlder(transaction, row);
    writes.ringNext(transaction, row);
  }

  @Override
  public boolean giveBack(Claim claim, String reason) {
    return fenced(
        claim,
        (transaction, row) -> {
          endAttempt(transaction, row, "CANCELLED", reason);
          row.attempt--;
          row.runAt = writes.now();
          row.phase = null;
          writes.become(transaction, row, JobState.READY, node, reason);
          writes.ring(transaction, row);
        });
  }

  private void endAttempt(
      Transaction transaction, JobRow row, String result, @Nullable String error) {
    int unused = endPhases(transaction, row, writes.now());
    AttemptRow attempt =
        transaction.entities().find(AttemptRow.class, new AttemptRow.Key(row.id, row.fence));
    if (attempt != null) {
      attempt.endedAt = writes.now();
      attempt.result = result;
      attempt.error = Text.cut(error, 2000);
      attempt.runMillis = Duration.between(attempt.startedAt, attempt.endedAt).toMillis();
    }
  }

  private interface Change {
    void apply(Transaction transaction, JobRow row);
  }

  /** INVARIANT: no worker's write but through here (S6). */
  private boolean fenced(Claim claim, Change change) {
    return ledger.write(
        transaction -> {
          JobRow row = JpaJobs.locked(transaction, claim.job().id());
          if (row == null || !heldBy(row, claim)) {
            return false;
          }
          change.apply(transaction, row);
          return true;
        });
  }

  @Override
  public List<Ring> due(int most) {
    return ledger.write(
        transaction -> {
          Instant now = writes.now();
          List<Ring> rings = new ArrayList<>();
          for (OutboxRow outbox : dueRows(transaction, now, most)) {
            rings.add(new Ring(JobId.of(outbox.jobId), outbox.lane, Duration.ZERO));
            // Ever rarer: the queue may just be long, and doubles would make it longer.
            long seconds = Math.min(LONGEST_REPEAT.toSeconds(), 2L << Math.min(outbox.tries, 20));
            outbox.tries++;
            outbox.dueAt = now.plusSeconds(seconds);
          }
          return rings;
        });
  }

  private static List<OutboxRow> dueRows(Transaction transaction, Instant now, int most) {
    return transaction
        .entities()
        .createQuery(
            "SELECT o FROM OutboxRow o WHERE o.dueAt <= :now ORDER BY o.dueAt", OutboxRow.class)
        .setParameter("now", now)
        .setMaxResults(most)
        .getResultList();
  }

  @Override
  public int recoverLost() {
    return lost.expired();
  }

  @Override
  public int recoverOwn() {
    return lost.own();
  }

  @Override
  public int goOn(String waitedOn) {
    return lost.goOn(waitedOn);
  }

  @Override
  public int housekeep() {
    return lost.reviveCurable() + lost.forgetOld();
  }
}
