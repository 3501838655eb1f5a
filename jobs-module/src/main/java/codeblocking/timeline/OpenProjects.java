package codeblocking.timeline;

import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.Projects;
import codeblocking.session.Session;
import codeblocking.session.Sessions;
import codeblocking.workspace.ProjectFolders;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Takes snapshots of the projects that somebody has open, one after another on a thread of its own:
 * they are a safety net, and wait for everything else.
 */
public final class OpenProjects implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(OpenProjects.class.getName());
  private static final Duration THINNING = Duration.ofMinutes(10);

  private final Sessions sessions;
  private final Projects projects;
  private final Snapshots snapshots;
  private final TakeSnapshot take;
  private final ThinTimeline thin;
  private final SnapshotTimes times = new SnapshotTimes();
  private final Set<ProjectId> failing = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "timeline");
            thread.setDaemon(true);
            return thread;
          });

  public OpenProjects(
      Sessions sessions,
      Projects projects,
      Snapshots snapshots,
      TakeSnapshot take,
      ThinTimeline thin) {
    this.sessions = sessions;
    this.projects = projects;
    this.snapshots = snapshots;
    this.take = take;
    this.thin = thin;
  }

  /** {@code interval}: zero takes none. */
  public void start(Duration interval) {
    if (!interval.isZero()) {
      every(interval, "taking snapshots", this::takeAll);
    }
    every(THINNING, "thinning snapshots", this::thinAll);
  }

  public SnapshotTimes times() {
    return times;
  }

  private interface Round {
    void run() throws InterruptedException;
  }

  private void every(Duration interval, String what, Round round) {
    threads.scheduleWithFixedDelay(
        () -> {
          try {
            round.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, what + " failed, and is tried again in " + interval, e);
          }
        },
        interval.toMillis(),
        interval.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** One round over all that are open. */
  void takeAll() throws InterruptedException {
    Set<ProjectId> open = new HashSet<>();
    for (Session session : sessions.list(null)) {
      open.add(session.projectId());
    }
    failing.retainAll(open);
    for (ProjectId id : open) {
      Optional<Project> project = projects.find(id);
      if (project.isPresent()) {
        takeOne(project.get());
      }
    }
  }

  private void takeOne(Project project) throws InterruptedException {
    try {
      long start = System.nanoTime();
      boolean kept = take.take(project).isPresent();
      times.add(kept, System.nanoTime() - start);
      failing.remove(project.id());
    } catch (ProjectFolders.Missing e) {
      // Its files are on another node, or just being removed.
    } catch (IOException | RuntimeException e) {
      if (failing.add(project.id())) {
        LOGGER.log(
            Level.WARNING,
            "No snapshot of project " + project.id() + "; each interval tries again, silently",
            e);
      }
    }
  }

  private void thinAll() {
    for (ProjectId project : snapshots.projects()) {
      try {
        thin.thin(project);
      } catch (IOException | RuntimeException e) {
        LOGGER.log(
            Level.WARNING,
            "The snapshots of project " + project + " were not thinned; tried again later",
            e);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
