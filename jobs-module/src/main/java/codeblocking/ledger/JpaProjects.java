package codeblocking.ledger;

import codeblocking.project.Author;
import codeblocking.project.ImportProgress;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.Projects;
import codeblocking.project.UserId;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Projects in the database. */
public final class JpaProjects implements Projects {
  private final Ledger ledger;
  private static final int MOST_REMEMBERED = 10_000;

  private final Clock clock;
  private final Map<ProjectId, UserId> owners =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ProjectId, UserId> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  JpaProjects(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void add(Project project) {
    ledger.run(
        transaction -> {
          ProjectRow row = new ProjectRow();
          row.id = project.id().toString();
          row.owner = project.owner().value();
          row.authorName = cut(project.author().name());
          row.authorEmail = cut(project.author().email());
          row.name = project.name();
          row.environment = project.environment();
          row.remoteUrl = project.remoteUrl();
          row.branch = project.branch();
          row.createdAt = project.createdAt();
          put(row, project.imported());
          transaction.entities().persist(row);
          transaction.event(event(row, "created"));
        });
  }

  private static String cut(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300);
  }

  private static void put(ProjectRow row, @Nullable ImportProgress progress) {
    if (progress != null) {
      row.importState = progress.state().name();
      row.importProgress = Text.cut(progress.progress(), 500);
      row.importError = Text.cut(progress.error(), 2000);
    }
  }

  private EventRow event(ProjectRow row, String reason) {
    EventRow event = Transaction.newEvent(clock.instant(), "project", row.id, row.owner, "system");
    event.reason = reason;
    if (row.importState != null) {
      event.data =
          Text.json(
              Map.of(
                  "import",
                  row.importState,
                  "progress",
                  row.importProgress == null ? "" : row.importProgress));
    }
    return event;
  }

  @Override
  public Optional<Project> find(ProjectId id) {
    Optional<Project> found =
        ledger.read(
            entities ->
                Optional.ofNullable(entities.find(ProjectRow.class, id.toString()))
                    .filter(row -> row.removedAt == null)
                    .map(Rows::project));
    found.ifPresent(project -> owners.put(id, project.owner()));
    return found;
  }

  @Override
  public Optional<UserId> owner(ProjectId id) {
    UserId known = owners.get(id);
    return known == null ? find(id).map(Project::owner) : Optional.of(known);
  }

  @Override
  public Optional<Project> everFound(ProjectId id) {
    return ledger.read(
        entities ->
            Optional.ofNullable(entities.find(ProjectRow.class, id.toString())).map(Rows::project));
  }

  @Override
  public List<Project> list(@Nullable UserId owner, @Nullable ProjectId before, int limit) {
    return ledger.read(
        entities -> {
          ProjectRow edge =
              before == null ? null : entities.find(ProjectRow.class, before.toString());
          TypedQuery<ProjectRow> query =
              entities.createQuery(
                  "SELECT p FROM ProjectRow p WHERE p.removedAt IS NULL"
                      + (owner == null ? "" : " AND p.owner = :owner")
                      + (edge == null
                          ? ""
                          : " AND (p.createdAt < :at OR (p.createdAt = :at AND p.id < :id))")
                      + " ORDER BY p.createdAt DESC, p.id DESC",
                  ProjectRow.class);
          if (owner != null) {
            query.setParameter("owner", owner.value());
          }
          if (edge != null) {
            query.setParameter("at", edge.createdAt).setParameter("id", edge.id);
          }
          return query.setMaxResults(limit).getResultList().stream().map(Rows::project).toList();
        });
  }

  @Override
  public void imported(ProjectId id, ImportProgress progress) {
    change(id, row -> put(row, progress), "import");
  }

  @Override
  public void branch(ProjectId id, String branch) {
    change(id, row -> row.branch = branch, "branch");
  }

  @Override
  public void remote(ProjectId id, String remoteUrl) {
    change(id, row -> row.remoteUrl = remoteUrl, "remote");
  }

  @Override
  public void environment(ProjectId id, String environment) {
    change(id, row -> row.environment = environment, "environment");
  }

  @Override
  public void author(ProjectId id, Author author) {
    change(
        id,
        row -> {
          row.authorName = cut(author.name());
          row.authorEmail = cut(author.email());
        },
        "author");
  }

  @Override
  public void remove(ProjectId id) {
    change(id, row -> row.removedAt = clock.instant(), "deleted");
  }

  private void change(ProjectId id, Consumer<ProjectRow> change, String reason) {
    ledger.run(
        transaction ->
            transaction
                .lock(id)
                .ifPresent(
                    row -> {
                      change.accept(row);
                      transaction.event(event(row, reason));
                    }));
  }
}
