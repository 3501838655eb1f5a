package codeblocking.timeline;

import codeblocking.job.JobId;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.save.GitStore;
import codeblocking.save.Save;
import codeblocking.save.SaveState;
import codeblocking.save.SaveTrigger;
import codeblocking.save.Saves;
import codeblocking.save.SnapshotStore;
import codeblocking.workspace.GitState;
import codeblocking.workspace.Snapshot;
import codeblocking.workspace.WorkspaceTrees;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps a workspace's content on this host, where it changed. */
public final class TakeSnapshot {
  private static final int MOST_REMEMBERED = 1_000;
  private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

  /** What was last kept, and on which commit it stood. */
  private record Last(@Nullable String head, @Nullable String baseTree, String tree) {}

  private final WorkspaceTrees trees;
  private final SnapshotStore store;
  private final Saves saves;
  private final Clock clock;
  private final Map<ProjectId, Last> remembered = new ConcurrentHashMap<>();

  public TakeSnapshot(WorkspaceTrees trees, SnapshotStore store, Saves saves, Clock clock) {
    this.trees = trees;
    this.store = store;
    this.saves = saves;
    this.clock = clock;
  }

  /** Empty: nothing changed since the last one, or there is nothing yet. */
  public Optional<Save> take(Project project) throws IOException, InterruptedException {
    if (!project.filled()) {
      // INVARIANT: missing files are not deletions while a clone still fills the workspace.
      return Optional.empty();
    }
    GitState state = trees.state(project.id());
    Last last = last(project.id());
    String head = state.head();
    String base =
        last != null && Objects.equals(last.head, head) ? last.baseTree : tree(project, head);
    Snapshot snapshot = trees.write(project.id(), base, state.sparse());
    if (last == null ? isNothing(snapshot, base) : known(project, last, snapshot)) {
      remember(project, new Last(head, base, snapshot.tree()));
      return Optional.empty();
    }
    UUID id = UUID.randomUUID();
    Kind kind = new Kind(id, new JobId(id), SaveTrigger.SNAPSHOT, null);
    String before = last == null ? base : last.tree;
    Save save = keep(project, kind, snapshot, new Place(base == null ? null : head, before));
    remember(project, new Last(head, base, snapshot.tree()));
    return Optional.of(save);
  }

  /** What is there before a restore, and the row that leads back to it. */
  public record Before(Snapshot snapshot, Save row) {}

  /**
   * Keeps what is there before a restore, whether it changed or not, so that the way back is
   * listed.
   *
   * @param target the tree that is to come: what it holds counts as tracked, ignored or not
   */
  public Before before(Project project, UUID id, JobId job, String target, String message)
      throws IOException, InterruptedException {
    GitState state = trees.state(project.id());
    Snapshot snapshot = trees.write(project.id(), target, state.sparse());
    String head = state.head();
    String base = tree(project, head);
    Kind kind = new Kind(id, job, SaveTrigger.RESTORE, message);
    return new Before(
        snapshot,
        keep(project, kind, snapshot, new Place(base == null ? null : head, snapshot.tree())));
  }

  private record Kind(UUID id, JobId job, SaveTrigger trigger, @Nullable String message) {}

  private record Place(@Nullable String parent, @Nullable String before) {}

  private Save keep(Project project, Kind kind, Snapshot snapshot, Place place) throws IOException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    String words = kind.message == null ? "Snapshot" : kind.message;
    SnapshotStore.Kept kept =
        store.keep(
            project.id(),
            kind.id,
            snapshot.tree(),
            place.parent,
            place.before,
            new GitStore.CommitText(project.author(), now, words + "\n"));
    Save save =
        new Save(
            kind.id,
            project.id(),
            kind.job,
            kept.commit(),
            snapshot.tree(),
            "",
            SnapshotStore.ref(kind.id),
            now,
            kind.trigger,
            SaveState.SAVED_LOCALLY,
            kind.message,
            kept.changed(),
            snapshot.skipped());
    saves.put(save);
    return save;
  }

  /** Kept by a snapshot, or by a save that came in between. */
  private boolean known(Project project, Last last, Snapshot snapshot) {
    return last.tree.equals(snapshot.tree())
        || saves.list(project.id(), true, null, 1).items().stream()
            .anyMatch(save -> save.tree().equals(snapshot.tree()));
  }

  private static boolean isNothing(Snapshot snapshot, @Nullable String base) {
    return snapshot.tree().equals(base == null ? EMPTY_TREE : base);
  }

  private @Nullable String tree(Project project, @Nullable String head) throws IOException {
    return head == null ? null : store.tree(project.id(), head).orElse(null);
  }

  private @Nullable Last last(ProjectId project) {
    Last last = remembered.get(project);
    if (last != null) {
      return last;
    }
    // After a start: the row says what was kept, the next tree on which commit.
    return saves.list(project, true, null, 1).items().stream()
        .findFirst()
        .map(save -> new Last("", null, save.tree()))
        .orElse(null);
  }

  private void remember(Project project, Last last) {
    if (remembered.size() > MOST_REMEMBERED) {
      remembered.clear();
    }
    remembered.put(project.id(), last);
  }
}
