package codeblocking.save;

import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import codeblocking.workspace.Digest;
import codeblocking.workspace.GitState;
import codeblocking.workspace.Snapshot;
import codeblocking.workspace.WorkspaceTrees;
import codeblocking.workspace.WorkspaceTrees.Trust;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tells whether a workspace is what a save holds (S2). */
public final class SaveGate {
  private static final System.Logger LOGGER = System.getLogger(SaveGate.class.getName());
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int MOST_ANSWERS = 1_000;

  private record Answer(Instant at, boolean unsaved) {}

  private final WorkspaceTrees trees;
  private final Saves saves;
  private final DataDirectory data;
  private final Clock clock;
  private final Map<ProjectId, Answer> answers = new ConcurrentHashMap<>();

  public SaveGate(WorkspaceTrees trees, Saves saves, DataDirectory data, Clock clock) {
    this.trees = trees;
    this.saves = saves;
    this.data = data;
    this.clock = clock;
  }

  /**
   * Whether the workspace equals the save: every byte is read again. Take it while the container is
   * paused, and let nothing resume it between a yes and the kill.
   */
  public boolean unchangedSince(Project project, Save save) throws InterruptedException {
    return same(project, save, Trust.NOTHING);
  }

  /** The same against the newest verified save, or where there is none, what it was made with. */
  public boolean unchanged(Project project) throws InterruptedException {
    return same(project, saves.newestVerified(project.id()).orElse(null), Trust.NOTHING);
  }

  /**
   * Whether the workspace differs from what is reachable in the remote: for people to see. By times
   * and sizes, and not older than a few seconds.
   */
  public boolean unsaved(Project project) {
    Instant now = clock.instant();
    Answer last = answers.get(project.id());
    if (last != null && last.at.plus(FRESH).isAfter(now)) {
      return last.unsaved;
    }
    boolean unsaved;
    try {
      unsaved = !same(project, saves.newestVerified(project.id()).orElse(null), Trust.TIMES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
    if (answers.size() > MOST_ANSWERS) {
      answers.clear();
    }
    answers.put(project.id(), new Answer(now, unsaved));
    return unsaved;
  }

  /**
   * How safe the content is that the workspace has right now: for people to see, by times and
   * sizes, never out of a memory.
   */
  public Safety look(Project project) throws InterruptedException {
    Save verified = saves.newestVerified(project.id()).orElse(null);
    if (same(project, verified, Trust.TIMES)) {
      return Safety.VERIFIED;
    }
    Optional<Save> newest = saves.newest(project.id());
    return newest.isPresent()
            && !newest.get().equals(verified)
            && same(project, newest.get(), Trust.TIMES)
        ? Safety.DURABLE
        : Safety.UNSAVED;
  }

  /** What of the workspace as it is now no save can hold; every entry is looked at again. */
  public List<Skipped> leftOut(Project project) throws IOException, InterruptedException {
    GitState state = trees.state(project.id());
    // What is as it was saved is held, such as a large file by its pointer.
    String saved = saves.newestVerified(project.id()).map(Save::tree).orElse(null);
    return trees.hash(project.id(), saved, state.sparse(), Trust.TIMES).skipped();
  }

  /** Call when a save has ended: the next answer is looked up. */
  public void forget(ProjectId project) {
    answers.remove(project);
  }

  private boolean same(Project project, @Nullable Save save, Trust trust)
      throws InterruptedException {
    try {
      Optional<GitStore> found = GitStore.look(data.git(project.id().toString()));
      if (found.isEmpty()) {
        return false;
      }
      try (GitStore store = found.get()) {
        Digest saved =
            save != null
                ? new Digest(save.tree(), save.refs())
                : RecordedBase.read(store.directory()).orElse(null);
        return saved != null && same(project, saved, commit(save, store, project), store, trust);
      }
    } catch (IOException e) {
      // In doubt it is not saved (S10).
      LOGGER.log(
          Level.INFO, "Cannot tell whether project " + project.id() + " is saved: taken as not", e);
      return false;
    }
  }

  private boolean same(
      Project project, Digest saved, @Nullable String commit, GitStore store, Trust trust)
      throws IOException, InterruptedException {
    GitState state = trees.state(project.id());
    String refs = SaveDigest.refs(state, commit, store, store.wholes(saved.tree()));
    if (!saved.refs().equals(refs) && !saved.refs().equals(SaveDigest.NOT_BROUGHT + refs)) {
      return false;
    }
    Snapshot now = trees.hash(project.id(), saved.tree(), state.sparse(), trust);
    return saved.tree().equals(now.tree());
  }

  private static @Nullable String commit(@Nullable Save save, GitStore store, Project project)
      throws IOException {
    return save != null ? save.commit() : store.ref(StoreRefs.ORIGIN + project.branch());
  }
}
