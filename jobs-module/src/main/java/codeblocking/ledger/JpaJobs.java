package codeblocking.ledger;

import codeblocking.job.Job;
import codeblocking.job.JobDetail;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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
    Filter filter = new Filter();
    filter.and(query.kind(), "j.kind = :kind", "kind");
    filter.and(query.states().isEmpty() ? null : query.states(), "j.state IN :states", "states");
    filter.and(text(query.project()), "j.projectId = :project", "project");
    // A user's own: what they asked for, and what happens to their projects.
    filter.and(
        text(query.user()),
        "(j.userId = :user OR j.projectId IN (SELECT p.id FROM ProjectRow p WHERE p.owner = :user))",
        "user");
    filter.and(
        query.text() == null ? null : "%" + escaped(query.text()) + "%",
        "(LOWER(j.error) LIKE :text ESCAPE '!' OR j.id LIKE :text ESCAPE '!' OR j.projectId LIKE"
            + " :text ESCAPE '!')",
        "text");
    if (query.cursor() != null) {
      Cursor cursor = Cursor.parse(query.cursor());
      filter.and(cursor.at(), "(j.createdAt < :at OR (j.createdAt = :at AND j.id < :id))", "at");
      filter.parameters.put("id", cursor.id());
    }
    return ledger.read(
        entities -> {
          TypedQuery<JobRow> select =
              entities.createQuery(
                  "SELECT j FROM JobRow j"
                      + filter.where()
                      + " ORDER BY j.createdAt DESC, j.id DESC",
                  JobRow.class);
          filter.parameters.forEach(select::setParameter);
          List<JobRow> rows = select.setMaxResults(query.limit() + 1).getResultList();
          return Cursor.page(
              rows, query.limit(), row -> new Cursor(row.createdAt, row.id), Rows::job);
        });
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static String escaped(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1");
  }

  /** Conditions and their values, side by side. */
  private static final class Filter {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new java.util.HashMap<>();

    private void and(@Nullable Object value, String condition, String name) {
      if (value != null) {
        conditions.add(condition);
        parameters.put(name, value);
      }
    }

    private String where() {
      return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }
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
        EnumSet.of(JobState.DEAD, JobState.RETRYING),
        "retried",
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
    EnumSet<JobState> allowed = EnumSet.copyOf(WAITING);
    allowed.add(JobState.RUNNING);
    return change(
        id,
        allowed,
        "cancelled",
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
        EnumSet.of(JobState.DEAD),
        "resolved",
        (transaction, row) ->
            writes.become(transaction, row, JobState.RESOLVED, actor.value(), reason));
  }

  private Job change(
      JobId id, Set<JobState> allowed, String verb, BiConsumer<Transaction, JobRow> body) {
    return ledger.write(
        transaction -> {
          JobRow row = locked(transaction, id);
          if (row == null || !allowed.contains(row.state)) {
            throw new StateConflict(
                "only a job that is %s can be %s; this one is %s"
                    .formatted(words(allowed), verb, row == null ? "gone" : row.state));
          }
          body.accept(transaction, row);
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
          transaction.event(laneEvent(lane, actor, "paused: " + reason));
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
          transaction.event(laneEvent(lane, actor, "resumed"));
        });
  }

  private EventRow laneEvent(Lane lane, UserId actor, String reason) {
    EventRow event = Transaction.newEvent(writes.now(), "queue", null, null, actor.value());
    event.reason = reason;
    event.data = Text.json(Map.of("queue", lane.label()));
    return event;
  }

  @Override
  public Map<JobState, Long> countByState(@Nullable UserId user) {
    return ledger.read(
        entities -> {
          TypedQuery<Object[]> query =
              entities.createQuery(
                  "SELECT j.state, COUNT(j) FROM JobRow j"
                      + (user == null
                          ? ""
                          : " WHERE j.userId = :user OR j.projectId IN (SELECT p.id FROM ProjectRow"
                              + " p WHERE p.owner = :user)")
                      + " GROUP BY j.state",
                  Object[].class);
          if (user != null) {
            query.setParameter("user", user.value());
          }
          Map<JobState, Long> counts = new EnumMap<>(JobState.class);
          query.getResultList().forEach(pair -> counts.put((JobState) pair[0], (Long) pair[1]));
          return counts;
        });
  }
}
