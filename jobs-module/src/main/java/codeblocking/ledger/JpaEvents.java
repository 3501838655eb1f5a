package codeblocking.ledger;

import codeblocking.event.Event;
import codeblocking.event.Events;
import codeblocking.project.ProjectId;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The feed in the database. */
public final class JpaEvents implements Events {
  // A transaction takes its events' numbers right before it commits. One that is slower than this
  // has most likely been rolled back, and its numbers never come.
  private static final Duration HOLE = Duration.ofSeconds(2);

  private final Ledger ledger;
  private final Clock clock;

  JpaEvents(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void add(
      String type, @Nullable ProjectId project, @Nullable String reason, Map<String, String> data) {
    ledger.run(
        transaction -> {
          String id = project == null ? null : project.toString();
          ProjectRow row = id == null ? null : transaction.entities().find(ProjectRow.class, id);
          String owner = row == null ? null : row.owner;
          EventRow event = Transaction.newEvent(clock.instant(), type, id, owner, "system");
          event.reason = reason;
          event.data = Text.json(new TreeMap<>(data));
          transaction.event(event);
        });
  }

  @Override
  public List<Event> after(long seq, @Nullable ProjectId project, int limit) {
    List<EventRow> rows =
        ledger.read(
            entities -> {
              TypedQuery<EventRow> query =
                  entities.createQuery(
                      "SELECT e FROM EventRow e WHERE e.seq > :seq ORDER BY e.seq", EventRow.class);
              return query.setParameter("seq", seq).setMaxResults(limit).getResultList();
            });
    return wholeUpToHole(seq, rows).stream()
        .filter(row -> project == null || project.toString().equals(row.projectId))
        .map(Rows::event)
        .toList();
  }

  /**
   * Numbers are given before commits: behind a fresh hole a transaction may still be on its way.
   */
  private List<EventRow> wholeUpToHole(long seq, List<EventRow> rows) {
    Instant trusted = clock.instant().minus(HOLE);
    List<EventRow> whole = new ArrayList<>();
    long expected = seq + 1;
    for (EventRow row : rows) {
      boolean hole = row.seq != expected && seq > 0;
      if (hole && row.at.isAfter(trusted)) {
        break;
      }
      whole.add(row);
      expected = row.seq + 1;
    }
    return whole;
  }

  @Override
  public long last() {
    return ledger.read(
        entities -> {
          Long last =
              entities
                  .createQuery("SELECT MAX(e.seq) FROM EventRow e", Long.class)
                  .getSingleResult();
          return last == null ? 0L : last;
        });
  }

  @Override
  public void onCommit(Runnable listener) {
    ledger.onCommit(listener);
  }
}
