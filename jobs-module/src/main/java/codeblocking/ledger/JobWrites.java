package codeblocking.ledger;

import codeblocking.job.FailureRule;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.JobState;
import codeblocking.job.Lane;
import codeblocking.job.LeaseKey;
import codeblocking.job.QueueFull;
import codeblocking.job.RetryPolicy;
import codeblocking.job.Ring;
import codeblocking.queue.Doorbell;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a transaction may do to jobs; its caller holds the project's lock. */
final class JobWrites {
  // A doorbell is rung at once; it is rung again when nobody has claimed the job by then.
  static final Duration FIRST_REPEAT = Duration.ofSeconds(2);

  static final Set<JobState> ACTIVE = active();

  private final Clock clock;
  private final Doorbell doorbell;
  private final int queueMax;

  JobWrites(Clock clock, Doorbell doorbell, int queueMax) {
    this.clock = clock;
    this.doorbell = doorbell;
    this.queueMax = queueMax;
  }

  Instant now() {
    return clock.instant();
  }

  /** Workers that hear a lane's doorbell; -1: unknown. */
  int listeners(Lane lane) {
    return doorbell.listeners(lane);
  }

  /** Accepts work, or finds the job that answers for it already. */
  JobRow enqueue(Transaction transaction, JobRequest request) {
    EntityManager entities = transaction.entities();
    String project = request.projectId() == null ? null : request.projectId().toString();
    for (JobRow row : active(entities, project, request.kind())) {
      if (answersFor(entities, row, request)) {
        merge(transaction, row, request);
        return row;
      }
    }
    if (request.kind() != JobKind.PERSIST && waiting(entities, request) >= queueMax) {
      throw new QueueFull(request.kind().lane(), queueMax);
    }
    return insert(transaction, request, project);
  }

  private static Set<JobState> active() {
    EnumSet<JobState> states = EnumSet.allOf(JobState.class);
    states.removeIf(JobState::terminal);
    return Collections.unmodifiableSet(states);
  }

  static List<JobRow> active(
      EntityManager entities, @Nullable String project, @Nullable JobKind kind) {
    String where = project == null ? "j.projectId IS NULL" : "j.projectId = :project";
    var query =
        entities
            .createQuery(
                "SELECT j FROM JobRow j WHERE "
                    + where
                    + " AND j.state IN :states"
                    + (kind == null ? "" : " AND j.kind = :kind")
                    + " ORDER BY j.createdAt",
                JobRow.class)
            .setParameter("states", ACTIVE);
    if (project != null) {
      query.setParameter("project", project);
    }
    if (kind != null) {
      query.setParameter("kind", kind);
    }
    return query.getResultList();
  }

  private static long waiting(EntityManager entities, JobRequest request) {
    return entities
        .createQuery(
            "SELECT COUNT(j) FROM JobRow j WHERE j.lane = :lane AND j.state IN :states", Long.class)
        .setParameter("lane", request.kind().lane())
        .setParameter(
            "states",
            EnumSet.of(JobState.SCHEDULED, JobState.READY, JobState.BLOCKED, JobState.RETRYING))
        .getSingleResult();
  }

  /** Whether an accepted job also does what is asked now. */
  private static boolean answersFor(EntityManager entities, JobRow row, JobRequest request) {
    return switch (request.kind()) {
      case PREWARM, DELETE, IMPORT, SWEEP -> true;
      // What a running or a pinned save has read is settled: the new request is about later work.
      case PERSIST -> row.state.waiting() && !pinned(entities, row);
      case STOP -> row.state.waiting();
      case FETCH -> row.state.waiting();
      case RESTORE -> false;
    };
  }

  static boolean pinned(EntityManager entities, JobRow row) {
    return !entities
        .createQuery("SELECT s.id FROM SaveRow s WHERE s.jobId = :job", String.class)
        .setParameter("job", row.id)
        .getResultList()
        .isEmpty();
  }

  private void merge(Transaction transaction, JobRow row, JobRequest request) {
    Map<String, String> payload = new TreeMap<>(Text.map(row.payload));
    String trigger = payload.get("trigger");
    payload.putAll(request.payload());
    if (trigger != null && "manual".equals(payload.get("trigger"))) {
      // A save that the container's stop waits for stays one when somebody also asks for it.
      payload.put("trigger", trigger);
    }
    row.payload = Text.json(payload);
    Instant wanted = now().plus(request.delay());
    if (row.state.waiting() && wanted.isBefore(row.runAt)) {
      row.runAt = wanted;
      if (request.delay().isZero()) {
        become(transaction, row, JobState.READY, actor(request), "asked for again");
      }
      ring(transaction, row);
    }
  }

  private JobRow insert(Transaction transaction, JobRequest request, @Nullable String project) {
    Instant now = now();
    JobRow row = new JobRow();
    row.id = JobId.random().toString();
    row.kind = request.kind();
    row.lane = request.kind().lane();
    row.state = request.delay().isZero() ? JobState.READY : JobState.SCHEDULED;
    row.projectId = project;
    row.userId = request.userId() == null ? null : request.userId().value();
    row.payload = Text.json(new TreeMap<>(request.payload()));
    row.maxAttempts = RetryPolicy.of(request.kind()).attempts();
    row.runAt = now.plus(request.delay());
    row.readyAt = row.runAt;
    row.createdAt = now;
    row.policySince = now;
    if (row.state == JobState.SCHEDULED) {
      row.waitingFor = "its time, " + row.runAt;
    }
    transaction.entities().persist(row);
    event(transaction, row, null, actor(request), "accepted");
    ring(transaction, row);
    return row;
  }

  private static String actor(JobRequest request) {
    return request.userId() == null ? "system" : request.userId().value();
  }

  /** Moves a job along its life; the event is the history that the console shows. */
  void become(
      Transaction transaction, JobRow row, JobState to, String actor, @Nullable String reason) {
    JobState from = row.state;
    if (from == to) {
      return;
    }
    if (!from.mayBecome(to)) {
      throw new IllegalStateException("job " + row.id + " may not go from " + from + " to " + to);
    }
    row.state = to;
    row.failure = to == JobState.DEAD ? FailureRule.fingerprint(row.error) : null;
    if (to.terminal()) {
      row.finishedAt = now();
      row.waitingFor = null;
      row.leaseOwner = null;
      row.leaseUntil = null;
      forgetRing(transaction, row);
    } else {
      row.finishedAt = null;
    }
    if (to == JobState.READY) {
      row.readyAt = now();
      row.waitingFor = null;
    }
    event(transaction, row, from, actor, reason);
  }

  void event(
      Transaction transaction,
      JobRow row,
      @Nullable JobState from,
      String actor,
      @Nullable String reason) {
    EventRow event =
        Transaction.newEvent(now(), "job", row.projectId, owner(transaction, row), actor);
    event.jobId = row.id;
    event.fromState = from == null ? null : from.name();
    event.toState = row.state.name();
    event.reason = reason;
    Map<String, String> data = new TreeMap<>();
    data.put("kind", row.kind.label());
    if (row.phase != null) {
      data.put("phase", row.phase);
    }
    if (row.outcome != null) {
      data.put("outcome", row.outcome);
    }
    boolean waits = row.state == JobState.RETRYING || row.state == JobState.SCHEDULED;
    if (waits) {
      data.put("runAt", row.runAt.toString());
    }
    event.data = Text.json(data);
    transaction.event(event);
    if (row.kind == JobKind.PERSIST && row.state == JobState.RETRYING) {
      SaveNews.waits(transaction.entities(), row, row.error, now()).ifPresent(transaction::event);
    }
  }

  private static @Nullable String owner(Transaction transaction, JobRow row) {
    if (row.projectId == null) {
      return row.userId;
    }
    ProjectRow project = transaction.entities().find(ProjectRow.class, row.projectId);
    return project == null ? row.userId : project.owner;
  }

  /** After the commit at once (or at its time), and again until it is claimed. */
  void ring(Transaction transaction, JobRow row) {
    Instant now = now();
    Duration delay = row.runAt.isAfter(now) ? Duration.between(now, row.runAt) : Duration.ZERO;
    putOff(transaction, row, now.plus(delay).plus(FIRST_REPEAT));
    Ring ring = new Ring(JobId.of(row.id), row.lane, delay);
    transaction.then(() -> doorbell.ring(ring));
  }

  void putOff(Transaction transaction, JobRow row, Instant dueAt) {
    OutboxRow outbox = transaction.entities().find(OutboxRow.class, row.id);
    if (outbox == null) {
      outbox = new OutboxRow();
      outbox.jobId = row.id;
      outbox.lane = row.lane;
      outbox.dueAt = dueAt;
      transaction.entities().persist(outbox);
    }
    outbox.dueAt = dueAt;
  }

  static void forgetRing(Transaction transaction, JobRow row) {
    OutboxRow outbox = transaction.entities().find(OutboxRow.class, row.id);
    if (outbox != null) {
      transaction.entities().remove(outbox);
    }
  }

  /** The job at work that holds what this one needs of the project. */
  static @Nullable JobRow blocker(EntityManager entities, JobRow row) {
    if (row.projectId == null) {
      return null;
    }
    for (JobRow other : active(entities, row.projectId, null)) {
      boolean atWork = other.state == JobState.RUNNING || other.state == JobState.LOST;
      if (!other.id.equals(row.id) && (atWork || settledFirst(entities, other, row))) {
        Set<LeaseKey> shared = EnumSet.noneOf(LeaseKey.class);
        shared.addAll(other.kind.leases());
        shared.retainAll(row.kind.leases());
        if (!shared.isEmpty()) {
          return other;
        }
      }
    }
    return null;
  }

  /** Saves reach the remote in the order in which they read the workspace. */
  private static boolean settledFirst(EntityManager entities, JobRow other, JobRow row) {
    return row.kind == JobKind.PERSIST
        && other.kind == JobKind.PERSIST
        && other.state == JobState.RETRYING
        && !other.createdAt.isAfter(row.createdAt)
        && pinned(entities, other);
  }

  /** Whoever finishes rings the next. */
  void ringNext(Transaction transaction, JobRow finished) {
    if (finished.projectId == null) {
      return;
    }
    for (JobRow row : active(transaction.entities(), finished.projectId, null)) {
      if (row.state == JobState.BLOCKED) {
        become(transaction, row, JobState.READY, "system", "the job before it ended");
        ring(transaction, row);
      }
    }
  }
}
