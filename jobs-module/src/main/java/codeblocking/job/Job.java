package codeblocking.job;

import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of the ledger.
 *
 * @param outcome how it succeeded: {@code DONE}, {@code NOOP}, {@code ADOPTED}; else null
 * @param projectId null for a sweep only
 * @param userId null where the system asked
 * @param payload small, no secrets
 * @param attempt tries begun so far
 * @param maxAttempts 0: as long as it takes
 * @param runAt not before
 * @param readyAt since when it might have run
 * @param error of the last try: what failed and what happens next
 * @param waitingFor in words why it does not run; null when it runs or has ended
 * @param phase what it is doing
 */
public record Job(
    JobId id,
    JobKind kind,
    JobState state,
    @Nullable String outcome,
    @Nullable ProjectId projectId,
    @Nullable UserId userId,
    Map<String, String> payload,
    int attempt,
    int maxAttempts,
    Instant runAt,
    Instant readyAt,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable String error,
    @Nullable String waitingFor,
    @Nullable String phase,
    @Nullable Instant cancelRequestedAt) {

  /** The project of a job that has one. */
  public ProjectId project() {
    if (projectId == null) {
      throw new IllegalStateException("job " + id + " has no project");
    }
    return projectId;
  }
}
