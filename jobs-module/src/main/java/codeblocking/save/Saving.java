package codeblocking.save;

import codeblocking.job.JobId;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Saves a workspace, and tells whether one is already saved. */
public interface Saving {
  /** Whose save it is; the same job delivered again makes the same commit. */
  record Cause(JobId job, Instant acceptedAt, SaveTrigger trigger, @Nullable String message) {}

  /**
   * Commits, pushes and reads back.
   *
   * @throws RetryLater when the remote or the engine could not be reached; the commit is safe here
   * @throws NeedsPerson when only a person can help; the commit is safe here, its save is blocked
   */
  void save(Project project, Cause cause, Work work)
      throws RetryLater, NeedsPerson, LeaseLost, InterruptedException;

  /**
   * Compares the workspace, read in full and trusting no cache, with its saves. For the stop gate,
   * while the container is paused (S2).
   */
  Safety compare(Project project) throws InterruptedException;

  /** What of the workspace as it is now no save can hold. */
  List<Skipped> leftOut(Project project) throws IOException, InterruptedException;
}
