package codeblocking.ledger;

import codeblocking.project.ProjectId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One short transaction: rows, the events that tell of them, and what follows its commit. */
final class Transaction {
  private static final String INSERT_EVENT =
      "INSERT INTO event (at, type, project_id, job_id, owner, actor, from_state, to_state, reason,"
          + " data, act) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

  private final EntityManager entities;
  private final List<EventRow> events = new ArrayList<>();
  private final List<Runnable> afterCommit = new ArrayList<>();

  Transaction(EntityManager entities) {
    this.entities = entities;
  }

  EntityManager entities() {
    return entities;
  }

  /**
   * INVARIANT: everything that orders a project's jobs, sessions and container holds this lock, and
   * takes it before any other row's.
   */
  Optional<ProjectRow> lock(ProjectId project) {
    return Optional.ofNullable(
        entities.find(ProjectRow.class, project.toString(), LockModeType.PESSIMISTIC_WRITE));
  }

  /** Orders jobs that belong to no project. */
  void lock(codeblocking.job.Lane lane) {
    entities.find(LaneRow.class, lane, LockModeType.PESSIMISTIC_WRITE);
  }

  void event(EventRow event) {
    events.add(event);
  }

  /** Of what has happened so far, what this person did was that. */
  void acted(String actor, String act) {
    events.stream().filter(event -> event.actor.equals(actor)).forEach(event -> event.act = act);
  }

  void then(Runnable action) {
    afterCommit.add(action);
  }

  boolean hasEvents() {
    return !events.isEmpty();
  }

  List<Runnable> afterCommit() {
    return afterCommit;
  }

  /** Last of all, so that the time between an event's number and its commit is short. */
  void writeEvents() {
    entities.flush();
    for (EventRow event : events) {
      Query insert = entities.createNativeQuery(INSERT_EVENT);
      insert.setParameter(1, MicrosConverter.micros(event.at));
      insert.setParameter(2, event.type);
      insert.setParameter(3, event.projectId);
      insert.setParameter(4, event.jobId);
      insert.setParameter(5, event.owner);
      insert.setParameter(6, event.actor);
      insert.setParameter(7, event.fromState);
      insert.setParameter(8, event.toState);
      insert.setParameter(9, Text.cut(event.reason, 2000));
      insert.setParameter(10, event.data);
      insert.setParameter(11, event.act);
      insert.executeUpdate();
    }
  }

  /** An event row still without its number. */
  static EventRow newEvent(
      Instant at, String type, @Nullable String projectId, @Nullable String owner, String actor) {
    EventRow row = new EventRow();
    row.at = at;
    row.type = type;
    row.projectId = projectId;
    row.owner = owner;
    row.actor = actor;
    row.data = Text.json(Map.of());
    return row;
  }
}
