package codeblocking.ledger;

import codeblocking.container.ContainerId;
import codeblocking.container.ContainerRecord;
import codeblocking.event.Event;
import codeblocking.job.Attempt;
import codeblocking.job.Job;
import codeblocking.job.JobId;
import codeblocking.job.Phase;
import codeblocking.project.Author;
import codeblocking.project.ImportProgress;
import codeblocking.project.ImportState;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.save.Save;
import codeblocking.save.Skipped;
import codeblocking.session.Session;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows as values of the domain. */
final class Rows {
  private Rows() {}

  static Project project(ProjectRow row) {
    ImportProgress imported =
        row.importState == null
            ? null
            : new ImportProgress(
                ImportState.valueOf(row.importState), row.importProgress, row.importError);
    return new Project(
        ProjectId.of(row.id),
        new UserId(row.owner),
        new Author(row.authorName, row.authorEmail),
        row.name,
        row.environment,
        row.remoteUrl,
        row.branch,
        imported,
        row.createdAt);
  }

  static Job job(JobRow row) {
    return new Job(
        JobId.of(row.id),
        row.kind,
        row.state,
        row.outcome,
        projectId(row.projectId),
        userId(row.userId),
        Text.map(row.payload),
        row.attempt,
        row.maxAttempts,
        row.runAt,
        row.readyAt,
        row.createdAt,
        row.startedAt,
        row.finishedAt,
        row.error,
        row.waitingFor,
        row.phase,
        row.cancelRequestedAt);
  }

  static Attempt attempt(AttemptRow row) {
    return new Attempt(
        row.attempt,
        row.node,
        row.startedAt,
        row.endedAt,
        row.result,
        row.error,
        row.waitMillis,
        row.runMillis);
  }

  static Phase phase(PhaseRow row) {
    long millis = row.endedAt == null ? 0 : Duration.between(row.startedAt, row.endedAt).toMillis();
    return new Phase(row.attempt, row.name, row.startedAt, row.endedAt, millis);
  }

  static Event event(EventRow row) {
    return new Event(
        row.seq,
        row.at,
        row.type,
        projectId(row.projectId),
        row.jobId == null ? null : JobId.of(row.jobId),
        userId(row.owner),
        row.actor,
        row.fromState,
        row.toState,
        row.reason,
        Text.map(row.data));
  }

  static Session session(SessionRow row) {
    return new Session(
        UUID.fromString(row.id),
        ProjectId.of(row.projectId),
        new UserId(row.userId),
        row.terminal,
        row.node,
        row.connectedAt,
        row.seenAt);
  }

  static ContainerRecord container(ContainerRow row) {
    return new ContainerRecord(
        ProjectId.of(row.projectId),
        new UserId(row.userId),
        new ContainerId(row.id),
        row.name,
        row.image,
        row.environment,
        row.state,
        row.warm,
        row.startedAt,
        row.startMillis,
        row.usedAt,
        row.keptBecause);
  }

  static Save save(SaveRow row) {
    return new Save(
        UUID.fromString(row.id),
        ProjectId.of(row.projectId),
        JobId.of(row.jobId),
        row.commitId,
        row.treeId,
        row.refs,
        row.ref,
        row.at,
        row.trigger,
        row.state,
        row.message,
        row.changed,
        Text.list(row.skipped, SkippedJson[].class).stream()
            .map(item -> new Skipped(item.path, item.reason))
            .toList());
  }

  /** A skipped entry as stored. */
  public static class SkippedJson {
    public String path = "";
    public String reason = "";
  }

  static SkippedJson json(Skipped skipped) {
    SkippedJson json = new SkippedJson();
    json.path = skipped.path();
    json.reason = skipped.reason();
    return json;
  }

  private static @Nullable ProjectId projectId(@Nullable String text) {
    return text == null ? null : ProjectId.of(text);
  }

  private static @Nullable UserId userId(@Nullable String text) {
    return text == null ? null : new UserId(text);
  }
}
