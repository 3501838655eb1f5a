package codeblocking.workspace;

import codeblocking.project.ProjectId;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches the workspaces that were read, so that the next reading need only look at what changed.
 *
 * <p>A hint, never the truth: it does not see a file that is written through a mapping until that
 * ends, nor one that is changed under another name. The gate before a container is stopped reads
 * everything and asks nobody. Where the kernel lost events, or lets us watch no more, everything
 * counts as changed.
 */
public final class TreeWatch implements Closeable {
  private static final System.Logger LOGGER = System.getLogger(TreeWatch.class.getName());

  /** Directories in all; the kernel's own limit is for all processes of a user. */
  private static final int MOST_WATCHES = 100_000;

  /** Of one project, so that one leaves room for the others. */
  private static final int MOST_OF_ONE = 20_000;

  /** The kernel holds 16 384 events; they are fetched often enough. */
  private static final long FETCH_MILLIS = 200;

  private record Spot(Watched project, String path) {}

  private final @Nullable Inotify inotify;
  private final int mostWatches;
  private final Map<Integer, Spot> spots = new HashMap<>();
  private final Map<ProjectId, Watched> projects = new HashMap<>();
  private final @Nullable ScheduledExecutorService fetcher;

  private TreeWatch(@Nullable Inotify inotify, int mostWatches) {
    this.inotify = inotify;
    this.mostWatches = mostWatches;
    this.fetcher = inotify == null ? null : Executors.newSingleThreadScheduledExecutor(this::named);
    if (fetcher != null) {
      fetcher.scheduleWithFixedDelay(
          this::fetch, FETCH_MILLIS, FETCH_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** One thread for all workspaces; where the system has no inotify, everything is walked. */
  public static TreeWatch start() {
    return start(MOST_WATCHES);
  }

  static TreeWatch start(int mostWatches) {
    try {
      return new TreeWatch(Inotify.open(), mostWatches);
    } catch (IOException e) {
      LOGGER.log(Level.INFO, "Workspaces are walked for each save: {0}", e.getMessage());
      return none();
    }
  }

  /** Knows nothing, so that everything is walked. */
  public static TreeWatch none() {
    return new TreeWatch(null, 0);
  }

  private Thread named(Runnable task) {
    Thread thread = new Thread(task, "workspace-watch");
    thread.setDaemon(true);
    return thread;
  }

  private void fetch() {
    try {
      drain();
    } catch (RuntimeException e) {
      LOGGER.log(Level.WARNING, "The watch over workspaces failed; they are walked", e);
      loseAll();
    }
  }

  /** Takes what has changed since the last taking, and begins anew; empty: it is not known. */
  synchronized Optional<DirtyPaths> take(ProjectId project) {
    if (inotify == null) {
      return Optional.empty();
    }
    drain();
    Watched watched = projects.computeIfAbsent(project, id -> new Watched());
    Optional<DirtyPaths> dirty = watched.known();
    watched.begin();
    return dirty;
  }

  /** What has changed since the last taking. */
  synchronized Optional<DirtyPaths> look(ProjectId project) {
    drain();
    Watched watched = projects.get(project);
    return watched == null ? Optional.empty() : watched.known();
  }

  /** Nothing is known of it any more, and it is not watched. */
  synchronized void forget(ProjectId project) {
    Watched watched = projects.remove(project);
    if (watched != null) {
      watched.below("").forEach(this::unwatch);
    }
  }

  /** Goes along a walk that began with {@link #take}. */
  Trail trail(ProjectId project, Path root) {
    Inotify open = inotify;
    if (open == null) {
      return Trail.NONE;
    }
    synchronized (this) {
      Watched watched = projects.computeIfAbsent(project, id -> new Watched());
      return new Following(open, watched, root);
    }
  }

  private synchronized void drain() {
    if (inotify == null) {
      return;
    }
    try {
      inotify.read(this::heard);
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "The watch over workspaces failed; they are walked", e);
      loseAll();
    }
  }

  private void heard(Inotify.Event event) {
    if (event.is(Inotify.OVERFLOW)) {
      loseAll();
      return;
    }
    Spot spot = spots.get(event.watch());
    if (spot == null) {
      return;
    }
    if (event.is(Inotify.IGNORED)) {
      spots.remove(event.watch());
      spot.project.remove(spot.path, event.watch());
      if (spot.project.count() == 0) {
        projects.values().remove(spot.project);
      }
      return;
    }
    if (event.name().isEmpty() || (spot.path.isEmpty() && event.name().equals(".git"))) {
      return;
    }
    String path = spot.project.changed(spot.path, event.name());
    if (path != null
        && event.is(Inotify.IS_DIRECTORY)
        && event.is(Inotify.MOVED_FROM | Inotify.DELETED)) {
      spot.project.below(path).forEach(this::unwatch);
    }
  }

  private void unwatch(int watch) {
    spots.remove(watch);
    if (inotify != null) {
      inotify.unwatch(watch);
    }
  }

  private synchronized void loseAll() {
    projects.values().forEach(Watched::lose);
  }

  /** How many directories are watched, for people to see. */
  public synchronized int watches() {
    return spots.size();
  }

  @Override
  public synchronized void close() {
    if (fetcher != null) {
      fetcher.shutdownNow();
    }
    loseAll();
    if (inotify != null) {
      inotify.close();
    }
  }

  /** Opens the directories of a walk a second time, for the watch alone. */
  private final class Following implements Trail {
    private final Inotify open;
    private final Watched watched;
    private final List<Integer> handles = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    Following(Inotify open, Watched watched, Path root) {
      this.open = open;
      this.watched = watched;
      handles.add(-1);
      try {
        handles.set(0, open.openRoot(Names.bytes(root.toAbsolutePath())));
        watch(handles.get(0));
      } catch (IOException e) {
        lose();
      }
    }

    @Override
    public void enter(Path name) {
      byte[] bytes = Names.bytes(name);
      names.add(String.valueOf(Names.text(name)));
      int parent = handles.get(handles.size() - 1);
      handles.add(-1);
      if (parent < 0) {
        return;
      }
      try {
        int handle = open.openat(parent, bytes);
        handles.set(handles.size() - 1, handle);
        watch(handle);
      } catch (IOException e) {
        // Gone or swapped meanwhile, or no watch is left.
        lose();
      }
    }

    private void watch(int handle) throws IOException {
      synchronized (TreeWatch.this) {
        String path = String.join("/", names);
        if (!watched.watches(path)
            && (spots.size() >= mostWatches || watched.count() >= MOST_OF_ONE)) {
          lose();
          return;
        }
        int watch = open.watch(handle);
        Spot before = spots.put(watch, new Spot(watched, path));
        if (before != null && !(before.project == watched && before.path.equals(path))) {
          before.project.remove(before.path, watch);
        }
        watched.put(path, watch);
      }
    }

    private void lose() {
      synchronized (TreeWatch.this) {
        watched.lose();
      }
    }

    @Override
    public void leave() {
      int handle = handles.remove(handles.size() - 1);
      if (handle >= 0) {
        open.closeHandle(handle);
      }
      if (!names.isEmpty()) {
        names.remove(names.size() - 1);
      }
    }

    @Override
    public void again(List<String> path) {
      synchronized (TreeWatch.this) {
        watched.dirty.add(path);
      }
    }
  }
}
