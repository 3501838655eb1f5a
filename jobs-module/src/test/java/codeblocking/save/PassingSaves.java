package codeblocking.save;

import codeblocking.job.JobId;
import codeblocking.page.Page;
import codeblocking.project.ProjectId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger, with a place to crash at before and after each write. */
record PassingSaves(MemorySaves real, CrashPoints points, SaveModel.Mutation mutation)
    implements Saves {
  @Override
  public void put(Save save) {
    points.pass("before put");
    real.put(save);
    points.pass("after put");
  }

  @Override
  public Optional<Save> ofJob(JobId job) {
    return mutation == SaveModel.Mutation.THE_LEDGER_FORGETS_WHOSE_SAVE_IT_WAS
        ? Optional.empty()
        : real.ofJob(job);
  }

  @Override
  public Optional<Save> newest(ProjectId project) {
    return real.newest(project);
  }

  @Override
  public Optional<Save> newestVerified(ProjectId project) {
    return real.newestVerified(project);
  }

  @Override
  public Set<String> ours(ProjectId project, Collection<String> commits) {
    return real.ours(project, commits);
  }

  @Override
  public Optional<Save> find(ProjectId project, UUID id) {
    return real.find(project, id);
  }

  @Override
  public Page<Save> list(ProjectId project, boolean snapshots, @Nullable String cursor, int limit) {
    return real.list(project, snapshots, cursor, limit);
  }
}
