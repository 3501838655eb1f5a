package codeblocking.workspace;

import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Reads workspaces as git trees, into the server's own git directory of the project. */
public final class WorkspaceTrees {
  private static final int MOST_CACHES = 200;

  private final DataDirectory data;
  private final ProjectFolders folders;
  private final Limits limits;
  private final Clock clock;
  private final Map<ProjectId, StatCache> caches = new ConcurrentHashMap<>();

  public WorkspaceTrees(Places places, Limits limits, Clock clock) {
    this.data = places.data();
    this.folders = new ProjectFolders(places);
    this.limits = limits;
    this.clock = clock;
  }

  /** How much of what was read before may be taken on trust in times and sizes. */
  public enum Trust {
    NOTHING,
    TIMES
  }

  public GitState state(ProjectId project) throws IOException {
    try (OpenDirectory root = open(project)) {
      return GitStateReader.read(root);
    }
  }

  /**
   * Where, below {@code .git}, a FIFO or device lies in wait for git; empty: git inside may be
   * asked.
   */
  public Optional<String> trap(ProjectId project) throws IOException {
    try (OpenDirectory root = open(project)) {
      return Optional.ofNullable(GitTraps.find(root));
    }
  }

  /** Writes the objects of the workspace's content, flushed and on the disk when it returns. */
  public Snapshot write(ProjectId project, @Nullable String baseTree, boolean sparse)
      throws IOException, InterruptedException {
    Path git = data.git(project.toString());
    try (OpenDirectory root = open(project);
        Repository repository = SafeGit.open(git);
        ObjectReader reader = repository.newObjectReader();
        Blobs blobs = Blobs.writing(repository, data.staging())) {
      Snapshot made =
          new TreeSnapshot(reader, blobs, options(project, sparse, Trust.TIMES))
              .take(root, id(baseTree));
      Packs.sync(git);
      return made;
    }
  }

  /** The same without writing anything. */
  public Snapshot hash(ProjectId project, @Nullable String baseTree, boolean sparse, Trust trust)
      throws IOException, InterruptedException {
    try (OpenDirectory root = open(project);
        Repository repository = SafeGit.open(data.git(project.toString()));
        ObjectReader reader = repository.newObjectReader();
        Blobs blobs = Blobs.hashing(data.staging())) {
      return new TreeSnapshot(reader, blobs, options(project, sparse, trust))
          .take(root, id(baseTree));
    }
  }

  public void forget(ProjectId project) {
    caches.remove(project);
  }

  private OpenDirectory open(ProjectId project) throws IOException {
    return folders.open(project);
  }

  private TreeSnapshot.Options options(ProjectId project, boolean sparse, Trust trust) {
    if (caches.size() > MOST_CACHES) {
      caches.clear();
    }
    StatCache cache =
        trust == Trust.TIMES ? caches.computeIfAbsent(project, id -> new StatCache()) : null;
    Instant now = clock.instant();
    return new TreeSnapshot.Options(
        limits, sparse, cache, now.getEpochSecond() * 1_000_000_000L + now.getNano());
  }

  private static @Nullable ObjectId id(@Nullable String tree) {
    // The empty tree is known by its id, and stored nowhere.
    return tree == null || tree.equals(Constants.EMPTY_TREE_ID.name())
        ? null
        : ObjectId.fromString(tree);
  }
}
