package codeblocking.ledger;

import codeblocking.job.Job;
import codeblocking.job.JobId;
import codeblocking.lifeline.Lifeline;
import codeblocking.lifeline.Lifelines;
import codeblocking.lifeline.SavePoint;
import codeblocking.lifeline.Span;
import codeblocking.lifeline.SpanRule;
import codeblocking.lifeline.SpanRule.Change;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.save.SaveTrigger;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lifelines from the rows, each kind by its index on time. */
final class JpaLifelines implements Lifelines {
  private static final int MOST_PROJECTS = 50;
  private static final int MOST_OF_A_KIND = 2_000;

  private final Ledger ledger;

  JpaLifelines(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Window since(Instant from, @Nullable UserId owner) {
    return ledger.read(entities -> new Reading(entities, from, owner).window());
  }

  /** All rows of one window. */
  private static final class Reading {
    private final EntityManager entities;
    private final Instant from;
    private final @Nullable UserId owner;
    private final List<JobRow> jobs;
    private final List<SaveRow> saves;
    private final List<EventRow> events;
    private final List<SessionRow> sessions;
    private final List<ContainerRow> containers;
    private boolean isCut;

    Reading(EntityManager entities, Instant from, @Nullable UserId owner) {
      this.entities = entities;
      this.from = from;
      this.owner = owner;
      jobs = jobs();
      saves =
          rows(
              "SELECT r FROM SaveRow r WHERE r.at >= :from AND r.trigger <> :snapshot",
              "r.at DESC",
              SaveRow.class,
              Map.of("from", from, "snapshot", SaveTrigger.SNAPSHOT));
      events =
          rows(
              "SELECT r FROM EventRow r WHERE r.at >= :from AND r.type IN :types AND r.projectId IS"
                  + " NOT NULL",
              "r.seq DESC",
              EventRow.class,
              Map.of("from", from, "types", Set.of("session", "container")));
      sessions =
          rows(
              "SELECT r FROM SessionRow r WHERE r.connectedAt IS NOT NULL",
              "r.connectedAt DESC",
              SessionRow.class,
              Map.of());
      containers =
          rows(
              "SELECT r FROM ContainerRow r WHERE r.startedAt IS NOT NULL",
              "r.startedAt DESC",
              ContainerRow.class,
              Map.of());
    }

    /** What began, what ended, and what is under way: one index each. */
    private List<JobRow> jobs() {
      Map<String, JobRow> byId = new LinkedHashMap<>();
      String select = "SELECT r FROM JobRow r WHERE r.projectId IS NOT NULL AND ";
      Stream.of(
              rows(
                  select + "r.createdAt >= :from",
                  "r.createdAt DESC",
                  JobRow.class,
                  Map.of("from", from)),
              rows(
                  select + "r.finishedAt >= :from",
                  "r.finishedAt DESC",
                  JobRow.class,
                  Map.of("from", from)),
              rows(
                  select + "r.lane IN :lanes AND r.state IN :states",
                  "r.createdAt DESC",
                  JobRow.class,
                  Map.of(
                      "lanes", Set.of(codeblocking.job.Lane.values()), "states", JobWrites.ACTIVE)))
          .flatMap(List::stream)
          .forEach(row -> byId.putIfAbsent(row.id, row));
      return byId.values().stream().sorted(Comparator.comparing(row -> row.createdAt)).toList();
    }

    private <T> List<T> rows(
        String select, String order, Class<T> type, Map<String, Object> values) {
      String own =
          owner == null
              ? ""
              : " AND r.projectId IN (SELECT p.id FROM ProjectRow p WHERE p.owner = :owner)";
      TypedQuery<T> query = entities.createQuery(select + own + " ORDER BY " + order, type);
      values.forEach(query::setParameter);
      if (owner != null) {
        query.setParameter("owner", owner.value());
      }
      List<T> rows = query.setMaxResults(MOST_OF_A_KIND).getResultList();
      isCut |= rows.size() == MOST_OF_A_KIND;
      return rows;
    }

    Window window() {
      Map<String, Instant> latest = latest();
      List<String> shown =
          latest.entrySet().stream()
              .sorted(Map.Entry.<String, Instant>comparingByValue().reversed())
              .limit(MOST_PROJECTS)
              .map(Map.Entry::getKey)
              .toList();
      if (shown.isEmpty()) {
        return new Window(List.of(), isCut);
      }
      Map<String, ProjectRow> projects =
          entities
              .createQuery("SELECT p FROM ProjectRow p WHERE p.id IN :ids", ProjectRow.class)
              .setParameter("ids", shown)
              .getResultStream()
              .collect(Collectors.toMap(row -> row.id, Function.identity()));
      return new Window(
          shown.stream()
              .map(projects::get)
              .filter(Objects::nonNull)
              .map(row -> lifeline(row, latest.getOrDefault(row.id, from)))
              .toList(),
          isCut || latest.size() > MOST_PROJECTS);
    }

    private Map<String, Instant> latest() {
      Map<String, Instant> latest = new HashMap<>();
      for (JobRow row : jobs) {
        // Filled: only jobs of a project were asked for.
        note(latest, Objects.requireNonNull(row.projectId), row.createdAt);
        if (row.finishedAt != null) {
          note(latest, row.projectId, row.finishedAt);
        }
      }
      saves.forEach(row -> note(latest, row.projectId, row.at));
      events.forEach(row -> note(latest, Objects.requireNonNull(row.projectId), row.at));
      sessions.forEach(row -> note(latest, row.projectId, row.connectedAt));
      containers.forEach(row -> note(latest, row.projectId, row.startedAt));
      return latest;
    }

    private static void note(Map<String, Instant> latest, String project, Instant at) {
      latest.merge(project, at, (one, other) -> one.isAfter(other) ? one : other);
    }

    private Lifeline lifeline(ProjectRow project, Instant latest) {
      List<Job> ofProject =
          jobs.stream().filter(row -> project.id.equals(row.projectId)).map(Rows::job).toList();
      return new Lifeline(
          ProjectId.of(project.id),
          project.name,
          new UserId(project.owner),
          latest,
          ofProject,
          spans(
              changes(project.id, "container", "containerId"),
              lasting(
                  containers,
                  project.id,
                  row -> row.projectId,
                  row -> row.id,
                  row -> row.startedAt)),
          spans(
              changes(project.id, "session", "sessionId"),
              lasting(
                  sessions,
                  project.id,
                  row -> row.projectId,
                  row -> row.id,
                  row -> row.connectedAt)),
          saves.stream()
              .filter(row -> row.projectId.equals(project.id))
              .sorted(Comparator.comparing(row -> row.at))
              .map(JpaLifelines::savePoint)
              .toList());
    }

    private static List<Span> spans(List<Change> changes, Map<String, Instant> lasting) {
      return SpanRule.spans(changes, lasting);
    }

    private List<Change> changes(String project, String type, String key) {
      List<Change> changes = new ArrayList<>();
      events.stream()
          .filter(row -> row.type.equals(type) && project.equals(row.projectId))
          .sorted(Comparator.comparingLong(row -> row.seq))
          .forEach(
              row -> {
                String which = Text.map(row.data).get(key);
                boolean ended = "closed".equals(row.reason) || "gone".equals(row.toState);
                if (which != null) {
                  changes.add(new Change(which, row.at, !ended));
                }
              });
      return changes;
    }

    private static <T> Map<String, Instant> lasting(
        List<T> rows,
        String project,
        Function<T, String> projectOf,
        Function<T, String> key,
        Function<T, Instant> since) {
      return rows.stream()
          .filter(row -> projectOf.apply(row).equals(project))
          .collect(Collectors.toMap(key, since, (one, other) -> one, LinkedHashMap::new));
    }
  }

  private static SavePoint savePoint(SaveRow row) {
    return new SavePoint(row.at, row.state, row.trigger, JobId.of(row.jobId), row.commitId);
  }
}
