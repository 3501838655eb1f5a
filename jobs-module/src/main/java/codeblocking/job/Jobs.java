package codeblocking.job;

import codeblocking.page.Page;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What callers may ask of the ledger; workers use {@link Claims}. */
public interface Jobs {
  /**
   * Accepts work: durable when it returns, whatever the broker does.
   *
   * <p>Prewarm: the active one of the project answers for it. Persist: at most one waits; a new
   * request is never swallowed by the running one. Stop, delete: at most one waits; the sooner time
   * wins.
   *
   * @throws QueueFull when the lane is full; never for a persist
   */
  Job enqueue(JobRequest request);

  Optional<Job> find(JobId id);

  Optional<JobDetail> detail(JobId id);

  /** Newest first. */
  Page<Job> list(JobQuery query);

  /** Jobs of a project that have not ended. */
  List<Job> active(ProjectId project);

  /**
   * Jobs of a kind that have not ended, no more than {@code most}; those that have cost nothing.
   */
  List<Job> active(JobKind kind, int most);

  /**
   * DEAD or RETRYING: runs again now. Which states allow what: {@link JobAction}.
   *
   * @throws StateConflict in any other state
   */
  Job retry(JobId id, UserId actor, String reason);

  /**
   * Waiting: CANCELLED. Running: asked to end, where it can.
   *
   * @throws StateConflict when it has ended
   */
  Job cancel(JobId id, @Nullable UserId actor, String reason);

  /**
   * DEAD: closed by a person.
   *
   * @throws StateConflict in any other state
   */
  Job resolve(JobId id, UserId actor, String reason);

  List<QueueStatus> queues();

  void pause(Lane lane, UserId actor, String reason);

  void resume(Lane lane, UserId actor);

  /** How many a filter fits; {@code seenBy} as in {@link JobQuery}. */
  Map<JobState, Long> countByState(JobFilter filter, @Nullable UserId seenBy);

  /** DEAD jobs by how they failed, the most frequent first, no more than {@code most} groups. */
  List<Failure> failures(@Nullable UserId seenBy, int most);
}
