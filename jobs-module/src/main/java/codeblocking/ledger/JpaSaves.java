package codeblocking.ledger;

import codeblocking.job.JobId;
import codeblocking.page.Page;
import codeblocking.project.ProjectId;
import codeblocking.save.Save;
import codeblocking.save.SaveState;
import codeblocking.save.SaveTrigger;
import codeblocking.save.Saves;
import codeblocking.save.Skipped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Saves in the database. */
public final class JpaSaves implements Saves {
  // The column's limit, with room for the mark that says how many more there were.
  private static final int SKIPPED_CHARACTERS = 55_000;

  private final Ledger ledger;
  private final Clock clock;

  JpaSaves(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void put(Save save) {
    ledger.run(
        transaction -> {
          EntityManager entities = transaction.entities();
          SaveRow row = entities.find(SaveRow.class, save.id().toString());
          boolean fresh = row == null;
          if (row == null) {
            row = new SaveRow();
            row.id = save.id().toString();
          }
          fill(row, save);
          if (fresh) {
            entities.persist(row);
          }
          // Every few seconds of everybody's work: the timeline lists them, nobody is told.
          if (save.trigger() != SaveTrigger.SNAPSHOT) {
            transaction.event(SaveNews.changed(entities, row, clock.instant()));
          }
        });
  }

  private static void fill(SaveRow row, Save save) {
    row.projectId = save.projectId().toString();
    row.jobId = save.jobId().toString();
    row.commitId = save.commit();
    row.treeId = save.tree();
    row.refs = save.refs();
    row.ref = save.ref();
    row.at = save.at();
    row.trigger = save.trigger();
    row.state = save.state();
    row.message = Text.cut(save.message(), 4000);
    row.changed = save.changed();
    row.skipped = skipped(save.skipped());
  }

  private static String skipped(List<Skipped> all) {
    List<Rows.SkippedJson> shown = new ArrayList<>();
    int length = 0;
    for (Skipped skipped : all) {
      length += 60 + 6 * (skipped.path().length() + skipped.reason().length());
      if (length > SKIPPED_CHARACTERS) {
        int more = all.size() - shown.size();
        shown.add(Rows.json(new Skipped("…", more + " more were skipped")));
        break;
      }
      shown.add(Rows.json(skipped));
    }
    return Text.json(shown);
  }

  @Override
  public Optional<Save> ofJob(JobId job) {
    return ledger.read(
        entities ->
            entities
                .createQuery("SELECT s FROM SaveRow s WHERE s.jobId = :job", SaveRow.class)
                .setParameter("job", job.toString())
                .getResultStream()
                .findFirst()
                .map(Rows::save));
  }

  @Override
  public Optional<Save> newest(ProjectId project) {
    return newest(project, null);
  }

  @Override
  public Optional<Save> newestVerified(ProjectId project) {
    return newest(project, SaveState.SAVED);
  }

  private Optional<Save> newest(ProjectId project, @Nullable SaveState state) {
    return ledger.read(
        entities -> {
          TypedQuery<SaveRow> query =
              entities
                  .createQuery(
                      "SELECT s FROM SaveRow s WHERE s.projectId = :project AND s.ref NOT LIKE"
                          + " :local"
                          + (state == null ? "" : " AND s.state = :state")
                          + " ORDER BY s.at DESC, s.id DESC",
                      SaveRow.class)
                  .setParameter("project", project.toString())
                  .setParameter("local", JpaSnapshots.LOCAL);
          if (state != null) {
            query.setParameter("state", state);
          }
          return query.setMaxResults(1).getResultStream().findFirst().map(Rows::save);
        });
  }

  @Override
  public Set<String> ours(ProjectId project, Collection<String> commits) {
    Set<String> ours = new HashSet<>();
    List<String> asked = List.copyOf(commits);
    for (int from = 0; from < asked.size(); from += 500) {
      List<String> part = asked.subList(from, Math.min(from + 500, asked.size()));
      ours.addAll(
          ledger.read(
              entities ->
                  entities
                      .createQuery(
                          "SELECT s.commitId FROM SaveRow s WHERE s.projectId = :project AND"
                              + " s.commitId IN :commits",
                          String.class)
                      .setParameter("project", project.toString())
                      .setParameter("commits", part)
                      .getResultList()));
    }
    return ours;
  }

  @Override
  public Optional<Save> find(ProjectId project, UUID id) {
    return ledger.read(
        entities ->
            Optional.ofNullable(entities.find(SaveRow.class, id.toString()))
                .filter(row -> row.projectId.equals(project.toString()))
                .map(Rows::save));
  }

  @Override
  public Page<Save> list(ProjectId project, boolean snapshots, @Nullable String cursor, int limit) {
    Cursor from = cursor == null ? null : Cursor.parse(cursor);
    return ledger.read(
        entities -> {
          TypedQuery<SaveRow> query =
              entities
                  .createQuery(
                      "SELECT s FROM SaveRow s WHERE s.projectId = :project"
                          + (snapshots ? "" : " AND s.trigger <> :snapshot")
                          + (from == null ? "" : " AND (s.at < :at OR (s.at = :at AND s.id < :id))")
                          + " ORDER BY s.at DESC, s.id DESC",
                      SaveRow.class)
                  .setParameter("project", project.toString());
          if (!snapshots) {
            query.setParameter("snapshot", SaveTrigger.SNAPSHOT);
          }
          if (from != null) {
            query.setParameter("at", from.at()).setParameter("id", from.id());
          }
          return Cursor.page(
              query.setMaxResults(limit + 1).getResultList(),
              limit,
              row -> new Cursor(row.at, row.id),
              Rows::save);
        });
  }
}
