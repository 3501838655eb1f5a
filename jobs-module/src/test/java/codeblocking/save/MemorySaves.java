package codeblocking.save;

import codeblocking.job.JobId;
import codeblocking.page.Page;
import codeblocking.project.ProjectId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger of saves, for tests. */
public final class MemorySaves implements Saves {
  private final Map<UUID, Save> rows = new LinkedHashMap<>();
  public boolean commitsMayBeLost;

  @Override
  public synchronized void put(Save save) {
    Save before = rows.get(save.id());
    if (before != null
        && !commitsMayBeLost
        && !before.commit().equals(save.commit())
        && (before.state() == SaveState.SAVED || save.skipped().isEmpty())) {
      throw new IllegalStateException(
          "a save's commit changes only to leave out what the remote refused");
    }
    rows.put(save.id(), save);
  }

  @Override
  public synchronized Optional<Save> ofJob(JobId job) {
    return rows.values().stream().filter(save -> save.jobId().equals(job)).findFirst();
  }

  @Override
  public Optional<Save> newest(ProjectId project) {
    return last(project).stream().filter(s -> !s.ref().startsWith(StoreRefs.SNAPSHOTS)).findFirst();
  }

  @Override
  public Optional<Save> newestVerified(ProjectId project) {
    return last(project).stream().filter(s -> s.state() == SaveState.SAVED).findFirst();
  }

  @Override
  public synchronized Set<String> ours(ProjectId project, Collection<String> commits) {
    Set<String> ours = new HashSet<>();
    for (Save save : rows.values()) {
      if (save.projectId().equals(project) && commits.contains(save.commit())) {
        ours.add(save.commit());
      }
    }
    return ours;
  }

  @Override
  public synchronized Optional<Save> find(ProjectId project, UUID id) {
    return Optional.ofNullable(rows.get(id)).filter(save -> save.projectId().equals(project));
  }

  @Override
  public Page<Save> list(ProjectId project, boolean snapshots, @Nullable String cursor, int limit) {
    return new Page<>(
        last(project).stream()
            .filter(save -> snapshots || save.trigger() != SaveTrigger.SNAPSHOT)
            .limit(limit)
            .toList(),
        null);
  }

  public synchronized List<Save> last(ProjectId project) {
    List<Save> of = new ArrayList<>();
    for (Save save : rows.values()) {
      if (save.projectId().equals(project)) {
        of.add(0, save);
      }
    }
    return of;
  }
}
