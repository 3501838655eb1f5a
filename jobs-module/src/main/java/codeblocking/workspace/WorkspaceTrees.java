package codeblocking.workspace;

import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * Reads workspaces as git trees, into the server's own git directory of the project.
 *
 * <p>Each tree that was written is remembered with what it depended on. While the watch knows what
 * has changed since, the next tree costs what changed, and not what there is; it is the same as a
 * walk over everything would make.
 */
public final class WorkspaceTrees {
  private static final int MOST_PROJECTS = 200;
  private static final int MOST_CACHED = 1_000_000;

  private final Places places;
  private final DataDirectory data;
  private final ProjectFolders folders;
  private final Limits limits;
  private final Clock clock;
  private final TreeWatch watch;
  private final Map<ProjectId, Remembered> remembered = new ConcurrentHashMap<>();

  /** Without a watch: every reading is a walk. */
  public WorkspaceTrees(Places places, Limits limits, Clock clock) {
    this(places, limits, clock, TreeWatch.none());
  }

  public WorkspaceTrees(Places places, Limits limits, Clock clock, TreeWatch watch) {
    this.places = places;
    this.data = places.data();
    this.folders = new ProjectFolders(places);
    this.limits = limits;
    this.clock = clock;
    this.watch = watch;
  }

  /** How much of what was read before may be taken on trust in times, sizes and the watch. */
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
    Remembered memory = memory(project);
    memory.lock().lockInterruptibly();
    try (OpenDirectory root = open(project)) {
      Wanted wanted = new Wanted(baseTree, sparse, Outermost.read(root));
      Optional<DirtyPaths> changed = watch.take(project);
      KnownTree known = memory.known();
      // Until there is another: what comes next is not known to follow it.
      memory.forgetTree();
      Snapshot made = made(project, root, wanted, known, changed);
      memory.know(new KnownTree(made, baseTree, sparse, wanted.outermost));
      return made;
    } finally {
      memory.lock().unlock();
    }
  }

  /** The same without writing anything. */
  public Snapshot hash(ProjectId project, @Nullable String baseTree, boolean sparse, Trust trust)
      throws IOException, InterruptedException {
    Remembered memory = memory(project);
    try (OpenDirectory root = open(project);
        Repository repository = SafeGit.open(data.git(project.toString()));
        ObjectReader reader = repository.newObjectReader();
        Blobs blobs = Blobs.hashing(data.staging())) {
      Wanted wanted = new Wanted(baseTree, sparse, Outermost.read(root));
      Hands hands = new Hands(root, reader, blobs, Trail.NONE);
      if (trust == Trust.NOTHING) {
        Snapshot truth = whole(hands, wanted, null);
        memory.contradict(truth);
        return truth;
      }
      // Where a tree is just being made, waiting for it would take longer than looking.
      if (memory.lock().tryLock()) {
        try {
          return now(hands, wanted, memory, watch.look(project));
        } finally {
          memory.lock().unlock();
        }
      }
      return whole(hands, wanted, memory.cache());
    }
  }

  /** Whether these paths are still what a tree says, which was made with {@code base}. */
  boolean stillIs(ProjectId project, Snapshot tree, String base, DirtyPaths paths)
      throws IOException, InterruptedException {
    try (OpenDirectory root = open(project);
        Repository repository = SafeGit.open(data.git(project.toString()));
        ObjectReader reader = repository.newObjectReader();
        Blobs blobs = Blobs.hashing(data.staging())) {
      boolean sparse = GitStateReader.read(root).sparse();
      Wanted wanted = new Wanted(base, sparse, Outermost.read(root));
      Hands hands = new Hands(root, reader, blobs, Trail.NONE);
      if (paths.whole()) {
        return whole(hands, wanted, null).tree().equals(tree.tree());
      }
      TreeSnapshot.Options options = options(hands, wanted, null);
      return new TreeSnapshot(root, reader, blobs, options)
          .patch(wanted.outermost.rules(), id(base), ObjectId.fromString(tree.tree()), paths)
          .tree()
          .equals(tree.tree());
    }
  }

  public void forget(ProjectId project) {
    remembered.remove(project);
    watch.forget(project);
  }

  /** What is asked for. */
  private record Wanted(@Nullable String base, boolean sparse, Outermost outermost) {}

  /** What a reading works with. */
  private record Hands(OpenDirectory root, ObjectReader reader, Blobs blobs, Trail trail) {}

  private Snapshot made(
      ProjectId project,
      OpenDirectory root,
      Wanted wanted,
      @Nullable KnownTree known,
      Optional<DirtyPaths> changed)
      throws IOException, InterruptedException {
    if (unchanged(wanted, known, changed)) {
      return Objects.requireNonNull(known).snapshot();
    }
    Path git = data.git(project.toString());
    Trail trail = watch.trail(project, places.project(project));
    try (Repository repository = SafeGit.open(git);
        ObjectReader reader = repository.newObjectReader();
        Blobs blobs = Blobs.writing(repository, data.staging())) {
      Hands hands = new Hands(root, reader, blobs, trail);
      Optional<Snapshot> patched = patched(hands, wanted, known, changed, memory(project));
      Snapshot made =
          patched.isPresent() ? patched.get() : whole(hands, wanted, memory(project).cache());
      Packs.sync(git);
      return made;
    } finally {
      trail.leave();
    }
  }

  private Snapshot now(Hands hands, Wanted wanted, Remembered memory, Optional<DirtyPaths> changed)
      throws IOException, InterruptedException {
    KnownTree known = memory.known();
    if (unchanged(wanted, known, changed)) {
      return Objects.requireNonNull(known).snapshot();
    }
    Optional<Snapshot> patched = patched(hands, wanted, known, changed, memory);
    return patched.isPresent() ? patched.get() : whole(hands, wanted, memory.cache());
  }

  private static boolean unchanged(
      Wanted wanted, @Nullable KnownTree known, Optional<DirtyPaths> changed) {
    return known != null
        && known.serves(wanted.sparse, wanted.outermost)
        && changed.filter(DirtyPaths::isEmpty).isPresent()
        && Objects.equals(wanted.base, known.base());
  }

  private Snapshot whole(Hands hands, Wanted wanted, @Nullable StatCache cache)
      throws IOException, InterruptedException {
    return new TreeSnapshot(hands.root, hands.reader, hands.blobs, options(hands, wanted, cache))
        .take(wanted.outermost.rules(), id(wanted.base));
  }

  /** Empty: everything has to be looked at. */
  private Optional<Snapshot> patched(
      Hands hands,
      Wanted wanted,
      @Nullable KnownTree known,
      Optional<DirtyPaths> changed,
      Remembered memory)
      throws IOException, InterruptedException {
    if (known == null
        || changed.isEmpty()
        || !known.serves(wanted.sparse, wanted.outermost)
        || known.snapshot().entries() > 2L * limits.entries()) {
      return Optional.empty();
    }
    DirtyPaths dirty = new DirtyPaths();
    dirty.addAll(changed.get());
    try {
      new TreeChanges(hands.reader)
          .between(known.base(), wanted.base, change -> dirty.add(change.names()));
      if (dirty.whole()) {
        return Optional.empty();
      }
      Snapshot part =
          new TreeSnapshot(
                  hands.root, hands.reader, hands.blobs, options(hands, wanted, memory.cache()))
              .patch(
                  wanted.outermost.rules(),
                  id(wanted.base),
                  ObjectId.fromString(known.snapshot().tree()),
                  dirty);
      Snapshot all = known.with(part, dirty);
      boolean fits = all.bytes() <= limits.totalBytes() && all.complete();
      return fits ? Optional.of(all) : Optional.empty();
    } catch (MissingObjectException e) {
      // Collected meanwhile, since nothing needed it.
      return Optional.empty();
    }
  }

  private TreeSnapshot.Options options(Hands hands, Wanted wanted, @Nullable StatCache cache) {
    Instant now = clock.instant();
    return new TreeSnapshot.Options(
        limits,
        wanted.sparse,
        cache,
        now.getEpochSecond() * 1_000_000_000L + now.getNano(),
        hands.trail);
  }

  private OpenDirectory open(ProjectId project) throws IOException {
    return folders.open(project);
  }

  private Remembered memory(ProjectId project) {
    long cached = remembered.values().stream().mapToLong(each -> each.cache().size()).sum();
    if (remembered.size() > MOST_PROJECTS || cached > MOST_CACHED) {
      for (ProjectId each : List.copyOf(remembered.keySet())) {
        Remembered old = remembered.get(each);
        if (old != null && !old.lock().isLocked()) {
          forget(each);
        }
      }
    }
    return remembered.computeIfAbsent(project, id -> new Remembered());
  }

  private static @Nullable ObjectId id(@Nullable String tree) {
    // The empty tree is known by its id, and stored nowhere.
    return tree == null || tree.equals(Constants.EMPTY_TREE_ID.name())
        ? null
        : ObjectId.fromString(tree);
  }
}
