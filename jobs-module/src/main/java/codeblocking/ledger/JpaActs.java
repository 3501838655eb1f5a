package codeblocking.ledger;

import codeblocking.event.Act;
import codeblocking.event.Acts;
import codeblocking.job.JobId;
import codeblocking.page.InvalidCursor;
import codeblocking.page.Page;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Acts are the events that say so. */
final class JpaActs implements Acts {
  private final Ledger ledger;
  private final Clock clock;

  JpaActs(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public Page<Act> list(@Nullable String cursor, int limit) {
    long before = cursor == null ? Long.MAX_VALUE : before(cursor);
    List<EventRow> rows =
        ledger.read(
            entities ->
                entities
                    .createQuery(
                        "SELECT e FROM EventRow e WHERE e.act > :none AND e.seq < :before ORDER BY"
                            + " e.seq DESC",
                        EventRow.class)
                    .setParameter("none", "")
                    .setParameter("before", before)
                    .setMaxResults(limit + 1)
                    .getResultList());
    boolean more = rows.size() > limit;
    List<EventRow> shown = more ? rows.subList(0, limit) : rows;
    return new Page<>(
        shown.stream().map(JpaActs::act).toList(),
        more ? Long.toString(shown.get(shown.size() - 1).seq, 36) : null);
  }

  private static long before(String cursor) {
    try {
      return Long.parseLong(cursor, 36);
    } catch (NumberFormatException e) {
      throw new InvalidCursor();
    }
  }

  private static Act act(EventRow row) {
    Map<String, String> data = Text.map(row.data);
    String name =
        data.getOrDefault("queue", data.getOrDefault("environment", data.getOrDefault("kind", "")));
    return new Act(
        row.seq,
        row.at,
        row.actor,
        // Only such rows were asked for.
        Objects.requireNonNull(row.act),
        row.type,
        name,
        row.jobId == null ? null : JobId.of(row.jobId),
        row.projectId == null ? null : ProjectId.of(row.projectId),
        row.reason);
  }

  @Override
  public void ofPool(UserId actor, String act, String environment, String reason) {
    ledger.run(
        transaction -> {
          EventRow event = Transaction.newEvent(clock.instant(), "pool", null, null, actor.value());
          event.act = act;
          event.reason = reason;
          event.data = Text.json(Map.of("environment", environment));
          transaction.event(event);
        });
  }
}
