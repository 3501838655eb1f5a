package codeblocking.ledger;

import codeblocking.container.ContainerId;
import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerState;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Container rows in the database. */
public final class JpaContainerRecords implements ContainerRecords {
  private final Ledger ledger;
  private final Clock clock;

  JpaContainerRecords(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void put(ContainerRecord record) {
    ledger.run(
        transaction -> {
          transaction.lock(record.projectId());
          EntityManager entities = transaction.entities();
          ContainerRow row = entities.find(ContainerRow.class, record.projectId().toString());
          boolean fresh = row == null;
          if (row == null) {
            row = new ContainerRow();
            row.projectId = record.projectId().toString();
          }
          fill(row, record);
          if (fresh) {
            entities.persist(row);
          }
          tell(transaction, row, record.state().label(), "runs");
        });
  }

  private static void fill(ContainerRow row, ContainerRecord record) {
    row.userId = record.userId().value();
    row.id = record.id().value();
    row.name = record.name();
    row.image = record.image();
    row.environment = record.environment();
    row.state = record.state();
    row.warm = record.warm();
    row.startedAt = record.startedAt();
    row.startMillis = record.startMillis();
    row.usedAt = record.usedAt();
    row.keptBecause = Text.cut(record.keptBecause(), 500);
  }

  private void tell(Transaction transaction, ContainerRow row, String state, String reason) {
    EventRow event =
        Transaction.newEvent(clock.instant(), "container", row.projectId, row.userId, "system");
    event.toState = state;
    event.reason = reason;
    event.data =
        Text.json(
            Map.of(
                "containerId",
                row.id,
                "state",
                state,
                "warm",
                "" + row.warm,
                "startMillis",
                "" + row.startMillis));
    transaction.event(event);
  }

  @Override
  public Optional<ContainerRecord> find(ProjectId project) {
    return ledger.read(
        entities ->
            Optional.ofNullable(entities.find(ContainerRow.class, project.toString()))
                .map(Rows::container));
  }

  @Override
  public List<ContainerRecord> list(@Nullable UserId user) {
    return ledger.read(
        entities -> {
          TypedQuery<ContainerRow> query =
              entities.createQuery(
                  "SELECT c FROM ContainerRow c"
                      + (user == null ? "" : " WHERE c.userId = :user")
                      + " ORDER BY c.startedAt, c.projectId",
                  ContainerRow.class);
          if (user != null) {
            query.setParameter("user", user.value());
          }
          return query.getResultList().stream().map(Rows::container).toList();
        });
  }

  @Override
  public boolean beginStop(ProjectId project, Stop stop) {
    return ledger.write(
        transaction -> {
          transaction.lock(project);
          EntityManager entities = transaction.entities();
          if (somebodyCameBack(entities, project, stop)) {
            return false;
          }
          ContainerRow row = entities.find(ContainerRow.class, project.toString());
          if (row != null) {
            row.state = ContainerState.STOPPING;
            tell(transaction, row, row.state.label(), stop.sentence());
          }
          return true;
        });
  }

  private static boolean somebodyCameBack(EntityManager entities, ProjectId project, Stop stop) {
    if (!stop.evenInUse() && JpaSessions.count(entities, project.toString()) > 0) {
      return true;
    }
    JobRow job = entities.find(JobRow.class, stop.job().toString());
    return job != null && job.cancelRequestedAt != null;
  }

  @Override
  public boolean freeze(ProjectId project, Stop stop) {
    return ledger.write(
        transaction -> {
          transaction.lock(project);
          EntityManager entities = transaction.entities();
          ContainerRow row = entities.find(ContainerRow.class, project.toString());
          if (row == null || somebodyCameBack(entities, project, stop)) {
            return false;
          }
          row.state = ContainerState.FROZEN;
          tell(transaction, row, row.state.label(), stop.sentence());
          return true;
        });
  }

  @Override
  public boolean thaw(ProjectId project) {
    return ledger.write(
        transaction -> {
          transaction.lock(project);
          ContainerRow row = transaction.entities().find(ContainerRow.class, project.toString());
          if (row == null || row.state != ContainerState.FROZEN) {
            return false;
          }
          row.state = ContainerState.RUNNING;
          tell(transaction, row, row.state.label(), "somebody came back");
          return true;
        });
  }

  @Override
  public void keep(ProjectId project, @Nullable String because) {
    ledger.run(
        transaction -> {
          transaction.lock(project);
          ContainerRow row = transaction.entities().find(ContainerRow.class, project.toString());
          if (row != null) {
            row.keptBecause = Text.cut(because, 500);
          }
        });
  }

  @Override
  public void remove(ProjectId project, ContainerId container, String reason) {
    ledger.run(
        transaction -> {
          transaction.lock(project);
          ContainerRow row = transaction.entities().find(ContainerRow.class, project.toString());
          if (row != null && row.id.equals(container.value())) {
            transaction.entities().remove(row);
            tell(transaction, row, "gone", reason);
          }
        });
  }
}
