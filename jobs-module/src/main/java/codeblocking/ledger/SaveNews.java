package codeblocking.ledger;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the feed says of a save: what it is now, and when the push is tried again. */
final class SaveNews {
  private SaveNews() {}

  /** It was made, or went on. */
  static EventRow changed(EntityManager entities, SaveRow row, Instant now) {
    ProjectRow project = entities.find(ProjectRow.class, row.projectId);
    EventRow event =
        Transaction.newEvent(
            now, "save", row.projectId, project == null ? null : project.owner, "system");
    event.jobId = row.jobId;
    event.toState = row.state.name();
    event.reason = row.message;
    event.data = Text.json(data(row));
    return event;
  }

  /** Its job waits for the next try; empty where the job has made no save. */
  static Optional<EventRow> waits(
      EntityManager entities, JobRow job, @Nullable String reason, Instant now) {
    return entities
        .createQuery("SELECT s FROM SaveRow s WHERE s.jobId = :job", SaveRow.class)
        .setParameter("job", job.id)
        .getResultStream()
        .findFirst()
        .map(
            row -> {
              EventRow event = changed(entities, row, now);
              Map<String, String> data = data(row);
              data.put("retryAt", job.runAt.toString());
              event.data = Text.json(data);
              event.reason = reason;
              return event;
            });
  }

  private static Map<String, String> data(SaveRow row) {
    Map<String, String> data = new TreeMap<>();
    data.put("saveId", row.id);
    data.put("state", row.state.label());
    data.put("commit", row.commitId);
    data.put("ref", row.ref);
    data.put("trigger", row.trigger.label());
    data.put("savedAt", row.at.toString());
    data.put("changed", "" + row.changed);
    data.put("skipped", "" + Rows.save(row).skipped().size());
    return data;
  }
}
