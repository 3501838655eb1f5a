package codeblocking.ledger;

import codeblocking.project.ProjectId;
import codeblocking.save.SaveTrigger;
import codeblocking.timeline.Snapshots;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Saves that are on this host only, in the database. */
public final class JpaSnapshots implements Snapshots {
  /** Refs of theirs. */
  static final String LOCAL = "refs/codeblocking/snapshot/%";

  private static final int AT_ONCE = 500;

  private final Ledger ledger;

  JpaSnapshots(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public List<Mark> of(ProjectId project) {
    return ledger.read(
        entities ->
            entities
                .createQuery(
                    "SELECT s.id, s.at, s.trigger FROM SaveRow s WHERE s.projectId = :project AND"
                        + " s.ref LIKE :local ORDER BY s.at DESC, s.id DESC",
                    Object[].class)
                .setParameter("project", project.toString())
                .setParameter("local", LOCAL)
                .getResultList()
                .stream()
                .map(
                    row ->
                        new Mark(
                            UUID.fromString((String) row[0]),
                            (Instant) row[1],
                            row[2] != SaveTrigger.SNAPSHOT))
                .toList());
  }

  @Override
  public List<ProjectId> projects() {
    return ledger.read(
        entities ->
            entities
                .createQuery(
                    "SELECT DISTINCT s.projectId FROM SaveRow s WHERE s.ref LIKE :local",
                    String.class)
                .setParameter("local", LOCAL)
                .getResultList()
                .stream()
                .map(ProjectId::of)
                .toList());
  }

  @Override
  public void forget(ProjectId project, Collection<UUID> snapshots) {
    List<String> ids = snapshots.stream().map(UUID::toString).toList();
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      List<String> part = ids.subList(from, Math.min(from + AT_ONCE, ids.size()));
      ledger.run(
          transaction ->
              transaction
                  .entities()
                  .createQuery(
                      "DELETE FROM SaveRow s WHERE s.projectId = :project AND s.ref LIKE :local"
                          + " AND s.id IN :ids")
                  .setParameter("project", project.toString())
                  .setParameter("local", LOCAL)
                  .setParameter("ids", part)
                  .executeUpdate());
    }
  }
}
