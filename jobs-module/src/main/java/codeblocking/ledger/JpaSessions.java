package codeblocking.ledger;

import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.JobState;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.session.BeingStopped;
import codeblocking.session.Session;
import codeblocking.session.Sessions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions in the database. */
public final class JpaSessions implements Sessions {
  private static final Duration SILENT = Duration.ofSeconds(30);

  /**
   * Clients of a server that was restarted come back within this; their containers wait for them.
   */
  private static final Duration RETURN = Duration.ofSeconds(20);

  private final Ledger ledger;
  private final JobWrites writes;
  private final String node;
  private final Instant bornAt;

  JpaSessions(Ledger ledger, JobWrites writes, String node) {
    this.ledger = ledger;
    this.writes = writes;
    this.node = node;
    this.bornAt = writes.now();
  }

  @Override
  public Session open(ProjectId project, UserId user, String terminal) {
    return ledger.write(
        transaction -> {
          ProjectRow owner =
              transaction
                  .lock(project)
                  .filter(row -> row.removedAt == null)
                  .orElseThrow(() -> new BeingStopped("the project has been deleted"));
          takeBackStops(transaction, project);
          SessionRow row = new SessionRow();
          row.id = UUID.randomUUID().toString();
          row.projectId = project.toString();
          row.userId = user.value();
          row.terminal = terminal;
          row.node = node;
          row.connectedAt = writes.now();
          row.seenAt = row.connectedAt;
          transaction.entities().persist(row);
          tell(transaction, row, owner.owner, "opened");
          return Rows.session(row);
        });
  }

  /** A stop that somebody asked for stands; one that only followed from absence is taken back. */
  private void takeBackStops(Transaction transaction, ProjectId project) {
    for (JobRow job : JobWrites.active(transaction.entities(), project.toString(), null)) {
      if (job.kind == JobKind.DELETE) {
        throw new BeingStopped("the project is being deleted");
      }
      if (job.kind == JobKind.STOP) {
        if ("asked".equals(Text.map(job.payload).get("reason"))) {
          throw new BeingStopped(
              "the project is being stopped, as asked; open it again in a moment");
        }
        if (job.state.waiting()) {
          writes.become(
              transaction, job, JobState.CANCELLED, "system", "somebody came back in time");
        } else {
          job.cancelRequestedAt = writes.now();
        }
      }
    }
  }

  @Override
  public void close(UUID session) {
    ledger.run(
        transaction -> {
          EntityManager entities = transaction.entities();
          SessionRow seen = entities.find(SessionRow.class, session.toString());
          if (seen == null) {
            return;
          }
          transaction
              .lock(ProjectId.of(seen.projectId))
              .ifPresent(project -> close(transaction, project, session));
        });
  }

  private void close(Transaction transaction, ProjectRow project, UUID session) {
    EntityManager entities = transaction.entities();
    boolean gone =
        entities
                .createQuery("DELETE FROM SessionRow s WHERE s.id = :id")
                .setParameter("id", session.toString())
                .executeUpdate()
            == 0;
    if (gone) {
      return;
    }
    long left = count(entities, project.id);
    EventRow event =
        Transaction.newEvent(writes.now(), "session", project.id, project.owner, "system");
    event.reason = "closed";
    event.data = Text.json(Map.of("sessionId", session.toString(), "sessions", "" + left));
    transaction.event(event);
    if (left == 0) {
      ContainerRow container = entities.find(ContainerRow.class, project.id);
      if (container != null) {
        container.usedAt = writes.now();
      }
      if (project.removedAt == null) {
        writes.enqueue(
            transaction,
            JobRequest.of(JobKind.PERSIST, ProjectId.of(project.id), null)
                .with("trigger", "disconnect"));
      }
    }
  }

  private void tell(Transaction transaction, SessionRow row, String owner, String reason) {
    EventRow event =
        Transaction.newEvent(writes.now(), "session", row.projectId, owner, row.userId);
    event.reason = reason;
    event.data = Text.json(Map.of("sessionId", row.id, "terminal", row.terminal));
    transaction.event(event);
  }

  static long count(EntityManager entities, String project) {
    return entities
        .createQuery("SELECT COUNT(s) FROM SessionRow s WHERE s.projectId = :project", Long.class)
        .setParameter("project", project)
        .getSingleResult();
  }

  @Override
  public int count(ProjectId project) {
    return ledger.read(entities -> Math.toIntExact(count(entities, project.toString())));
  }

  @Override
  public List<Session> list(@Nullable UserId user) {
    return ledger.read(
        entities -> {
          TypedQuery<SessionRow> query =
              entities.createQuery(
                  "SELECT s FROM SessionRow s"
                      + (user == null ? "" : " WHERE s.userId = :user")
                      + " ORDER BY s.connectedAt DESC",
                  SessionRow.class);
          if (user != null) {
            query.setParameter("user", user.value());
          }
          return query.setMaxResults(1000).getResultList().stream().map(Rows::session).toList();
        });
  }

  @Override
  public void heartbeat() {
    ledger.run(
        transaction ->
            transaction
                .entities()
                .createQuery("UPDATE SessionRow s SET s.seenAt = :now WHERE s.node = :node")
                .setParameter("now", writes.now())
                .setParameter("node", node)
                .executeUpdate());
  }

  @Override
  public int closeAbandoned() {
    Instant silentSince = writes.now().minus(SILENT);
    String host = node.substring(0, node.indexOf('/') + 1);
    boolean formerLifeToo = !writes.now().isBefore(bornAt.plus(RETURN));
    List<String> abandoned =
        ledger.read(
            entities ->
                entities
                    .createQuery(
                        "SELECT s.id FROM SessionRow s WHERE (s.node NOT LIKE :host AND s.seenAt <"
                            + " :silent) OR (s.node LIKE :host AND s.node <> :node AND :formerToo ="
                            + " TRUE)",
                        String.class)
                    .setParameter("silent", silentSince)
                    .setParameter("host", host + "%")
                    .setParameter("node", node)
                    .setParameter("formerToo", formerLifeToo)
                    .getResultList());
    abandoned.forEach(id -> close(UUID.fromString(id)));
    return abandoned.size();
  }
}
