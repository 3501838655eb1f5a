package codeblocking.timeline;

import codeblocking.project.ProjectId;
import codeblocking.project.Projects;
import codeblocking.save.SnapshotStore;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Takes away the snapshots that are too many by now. */
public final class ThinTimeline {
  private final Projects projects;
  private final Snapshots snapshots;
  private final SnapshotStore store;
  private final Clock clock;

  public ThinTimeline(Projects projects, Snapshots snapshots, SnapshotStore store, Clock clock) {
    this.projects = projects;
    this.snapshots = snapshots;
    this.store = store;
    this.clock = clock;
  }

  /** Does nothing while a job is at the project's git directory. */
  public void thin(ProjectId project) throws IOException {
    var all = snapshots.of(project);
    Set<UUID> gone = new HashSet<>();
    if (projects.find(project).isEmpty()) {
      all.forEach(mark -> gone.add(mark.id()));
      snapshots.forget(project, gone);
      return;
    }
    gone.addAll(ThinningRule.tooMany(all, clock.instant()));
    // The rows last: when we are cut off in between, the next time finds them still.
    if (store.collect(project, gone)) {
      snapshots.forget(project, gone);
    }
  }
}
