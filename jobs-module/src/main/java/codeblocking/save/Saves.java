package codeblocking.save;

import codeblocking.job.JobId;
import codeblocking.page.Page;
import codeblocking.project.ProjectId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger of saves. */
public interface Saves {
  /**
   * Adds a save, or updates the one with the same id: state, ref, message, and the commit where the
   * remote took it without some files only, or where it was lost with its git directory. At most
   * one for each job.
   */
  void put(Save save);

  /** The save of a job: its commit is pinned, a redelivery pushes the same one (S5). */
  Optional<Save> ofJob(JobId job);

  /** The newest that is no snapshot, and no state kept before a restore. */
  Optional<Save> newest(ProjectId project);

  /** The newest with state {@code saved}. */
  Optional<Save> newestVerified(ProjectId project);

  /** Those of the given commits that saves of this project made: ours is what the ledger says. */
  Set<String> ours(ProjectId project, Collection<String> commits);

  Optional<Save> find(ProjectId project, UUID id);

  /** Newest first; {@code snapshots} false: without those. */
  Page<Save> list(ProjectId project, boolean snapshots, @Nullable String cursor, int limit);
}
