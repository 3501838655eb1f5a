package codeblocking.ledger;

import codeblocking.job.Failure;
import codeblocking.job.Job;
import codeblocking.job.JobAction;
import codeblocking.job.JobDetail;
import codeblocking.job.JobFilter;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobQuery;
import codeblocking.job.JobRequest;
import codeblocking.job.JobState;
import codeblocking.job.Jobs;
import codeblocking.job.Lane;
import codeblocking.job.QueueStatus;
import codeblocking.job.StateConflict;
import codeblocking.page.Page;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The ledger in the database. */
public final class JpaJobs implements Jobs {
  private static final Set<JobState> WAITING =
      Set.of(JobState.SCHEDULED, JobState.READY, JobState.BLOCKED, JobState.RETRYING);

  private final Ledger ledger;
  private final JobWrites writes;

  JpaJobs(Ledger ledger, JobWrites writes) {
    this.ledger = ledger;
    this.writes = writes;
  }

  @Override
  public Job enqueue(JobRequest request) {
    return ledger.write(
        transaction -> {
          lock(transaction, request.projectId(), request.kind().lane());
          return Rows.job(writes.enqueue(transaction, request));
        });
  }

  private static void lock(Transaction transaction, @Nullable ProjectId project, Lane lane) {
    if (project == null) {
      transaction.lock(lane);
    } else if (transaction.lock(project).filter(row -> row.removedAt == null).isEmpty()) {
      throw new StateConflict("project " + project + " has been deleted");
    }
  }

  @Override
  public Optional<Job> find(JobId id) {
    return ledger.read(
        entities -> Optional.ofNullable(entities.find(JobRow.class, id.toString())).map(Rows::job));
  }

  @Override
  public Optional<JobDetail> detail(JobId id) {
    return ledger.read(
        entities ->
            Optional.ofNullable(entities.find(JobRow.class, id.toString()))
                .map(row -> detail(entities, row)));
  }

  private static JobDetail detail(EntityManager entities, JobRow row) {
    return new JobDetail(
        Rows.job(row),
        ofJob(entities, "AttemptRow", "e.fence", AttemptRow.class, row).stream()
            .map(Rows::attempt)
            .toList(),
        ofJob(entities, "PhaseRow", "e.fence, e.ordinal", PhaseRow.class, row).stream()
            .map(Rows::phase)
            .toList(),
        ofJob(entities, "EventRow", "e.seq", EventRow.class, row).stream()
            .map(Rows::event)
            .toList());
  }

  private static <T> List<T> ofJob(
      EntityManager entities, String entity, String order, Class<T> type, JobRow row) {
    return entities
        .createQuery("SELECT e FROM " + entity + " e WHERE e.jobId = :job ORDER BY " + order, type)
        .setParameter("job", row.id)
        .setMaxResults(2000)
        .getResultList();
  }

  @Override
  public Page<Job> list(JobQuery query) {
    JobWhere where = JobWhere.of(query.filter(), query.seenBy());
    if (where.fitsNothing()) {
      return new Page<>(List.of(), null);
    }
    if (query.cursor() != null) {
      Cursor cursor = Cursor.parse(query.cursor());
      where.and(cursor.at(), "(j.createdAt < :at OR (j.createdAt = :at AND j.id < :id))", "at");
      where.put("id", cursor.id());
    }
    return ledger.read(
        entities -> {
          TypedQuery<JobRow> select =
              entities.createQuery(
                  "SELECT j FROM JobRow j" + where + " ORDER BY j.createdAt DESC, j.id DESC",
                  JobRow.class);
          List<JobRow> rows = where.bound(select).setMaxResults(query.limit() + 1).getResultList();
          return Cursor.page(
              rows, query.limit(), row -> new Cursor(row.createdAt, row.id), Rows::job);
        });
  }

  @Override
  public List<Job> active(ProjectId project) {
    return ledger.read(
        entities ->
            JobWrites.active(entities, project.toString(), null).stream().map(Rows::job).toList());
  }

  @Override
  public List<Job> active(JobKind kind, int most) {
    return ledger.read(
        entities ->
            entities
                // By lane, which has an index with the state.
                .createQuery(
                    "SELECT j FROM JobRow j WHERE j.lane = :lane AND j.state IN :states AND j.kind ="
                        + " :kind",
                    JobRow.class)
                .setParameter("lane", kind.lane())
                .setParameter("states", JobWrites.ACTIVE)
                .setParameter("kind", kind)
                .setMaxResults(most)
                .getResultStream()
                .map(Rows::job)
                .toList());
  }

  @Override
  public Job retry(JobId id, UserId actor, String reason) {
    return change(
        id,
        JobAction.RETRY,
        actor,
        (transaction, row) -> {
          row.runAt = writes.now();
          // A person's retry begins the policy anew; the attempts made stay in the history.
          row.triesBefore = row.attempt;
          row.policySince = writes.now();
          row.lostCount = 0;
          row.curable = false;
          writes.become(transaction, row, JobState.READY, actor.value(), reason);
          writes.ring(transaction, row);
        });
  }

  @Override
  public Job cancel(JobId id, @Nullable UserId actor, String reason) {
    String who = actor == null ? "system" : actor.value();
    return change(
        id,
        JobAction.CANCEL,
        actor,
        (transaction, row) -> {
          row.cancelRequestedAt = writes.now();
          if (row.state == JobState.RUNNING) {
            writes.event(transaction, row, row.state, who, "asked to end: " + reason);
          } else {
            writes.become(transaction, row, JobState.CANCELLED, who, reason);
            writes.ringNext(transaction, row);
          }
        });
  }

  @Override
  public Job resolve(JobId id, UserId actor, String reason) {
    return change(
        id,
        JobAction.RESOLVE,
        actor,
        (transaction, row) ->
            writes.become(transaction, row, JobState.RESOLVED, actor.value(), reason));
  }

  private Job change(
      JobId id, JobAction action, @Nullable UserId actor, BiConsumer<Transaction, JobRow> body) {
    return ledger.write(
        transaction -> {
          JobRow row = locked(transaction, id);
          if (row == null || !action.from().contains(row.state)) {
            throw new StateConflict(
                "only a job that is %s can be %s; this one is %s"
                    .formatted(
                        words(action.from()), action.past(), row == null ? "gone" : row.state));
          }
          body.accept(transaction, row);
          if (actor != null) {
            transaction.acted(actor.value(), action.label());
          }
          return Rows.job(row);
        });
  }

  private static String words(Set<JobState> states) {
    return String.join(" or ", states.stream().map(Enum::name).toList());
  }

  /** The row, read after its project's lock was taken. */
  static @Nullable JobRow locked(Transaction transaction, JobId id) {
    EntityManager entities = transaction.entities();
    JobRow row = entities.find(JobRow.class, id.toString());
    if (row == null) {
      return null;
    }
    if (row.projectId == null) {
      transaction.lock(row.lane);
    } else {
      transaction.lock(ProjectId.of(row.projectId));
    }
    entities.refresh(row);
    return row;
  }

  @Override
  public List<QueueStatus> queues() {
    return ledger.read(
        entities -> java.util.Arrays.stream(Lane.values()).map(l -> status(entities, l)).toList());
  }

  private QueueStatus status(EntityManager entities, Lane lane) {
    Map<JobState, Long> counts = new EnumMap<>(JobState.class);
    entities
        .createQuery(
            "SELECT j.state, COUNT(j) FROM JobRow j WHERE j.lane = :lane AND j.state NOT IN :ended"
                + " GROUP BY j.state",
            Object[].class)
        .setParameter("lane", lane)
        .setParameter("ended", ended())
        .getResultList()
        .forEach(pair -> counts.put((JobState) pair[0], (Long) pair[1]));
    Instant oldest =
        entities
            .createQuery(
                "SELECT MIN(j.readyAt) FROM JobRow j WHERE j.lane = :lane AND j.state IN :states",
                Instant.class)
            .setParameter("lane", lane)
            .setParameter("states", EnumSet.of(JobState.READY, JobState.BLOCKED))
            .getSingleResult();
    LaneRow row = entities.find(LaneRow.class, lane);
    return new QueueStatus(
        lane,
        WAITING.stream().mapToLong(state -> counts.getOrDefault(state, 0L)).sum(),
        counts.getOrDefault(JobState.RUNNING, 0L),
        counts.getOrDefault(JobState.SCHEDULED, 0L) + counts.getOrDefault(JobState.RETRYING, 0L),
        writes.listeners(lane),
        oldest == null ? 0 : Math.max(0, Duration.between(oldest, writes.now()).toMillis()),
        row.pausedAt != null,
        row.pausedReason);
  }

  private static Set<JobState> ended() {
    EnumSet<JobState> ended = EnumSet.allOf(JobState.class);
    ended.removeIf(state -> !state.terminal());
    return ended;
  }

  @Override
  public void pause(Lane lane, UserId actor, String reason) {
    ledger.run(
        transaction -> {
          transaction.lock(lane);
          LaneRow row = transaction.entities().find(LaneRow.class, lane);
          row.pausedAt = writes.now();
          row.pausedBy = actor.value();
          row.pausedReason = Text.cut(reason, 500);
          transaction.event(laneEvent(lane, actor, "pause", "paused: " + reason));
        });
  }

  @Override
  public void resume(Lane lane, UserId actor) {
    ledger.run(
        transaction -> {
          transaction.lock(lane);
          LaneRow row = transaction.entities().find(LaneRow.class, lane);
          row.pausedAt = null;
          row.pausedBy = null;
          row.pausedReason = null;
          // The doorbells of what came meanwhile were let pass: the sweeper finds all of them due.
          transaction
              .entities()
              .createQuery(
                  "UPDATE OutboxRow o SET o.dueAt = :now WHERE o.lane = :lane AND o.dueAt > :now AND o.tries > 0")
              .setParameter("now", writes.now())
              .setParameter("lane", lane)
              .executeUpdate();
          transaction.event(laneEvent(lane, actor, "resume", "resumed"));
        });
  }

  private EventRow laneEvent(Lane lane, UserId actor, String act, String reason) {
    EventRow event = Transaction.newEvent(writes.now(), "queue", null, null, actor.value());
    event.act = act;
    event.reason = reason;
    event.data = Text.json(Map.of("queue", lane.label()));
    return event;
  }

  @Override
  public Map<JobState, Long> countByState(JobFilter filter, @Nullable UserId seenBy) {
    JobWhere where = JobWhere.of(filter, seenBy);
    Map<JobState, Long> counts = new EnumMap<>(JobState.class);
    if (!where.fitsNothing()) {
      String select = "SELECT j.state, COUNT(j) FROM JobRow j" + where + " GROUP BY j.state";
      ledger
          .read(
              entities -> where.bound(entities.createQuery(select, Object[].class)).getResultList())
          .forEach(pair -> counts.put((JobState) pair[0], (Long) pair[1]));
    }
    return counts;
  }

  @Override
  public List<Failure> failures(@Nullable UserId seenBy, int most) {
    return ledger.read(entities -> Failures.list(entities, seenBy, most));
  }
}
