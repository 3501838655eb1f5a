package codeblocking.web.terminal;

import codeblocking.project.ProjectId;
import codeblocking.save.Safety;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells the clients of a project whether what its workspace holds now is saved, so that nobody is
 * told "safe to close" of yesterday.
 *
 * <p>One thread for all: it rests twenty times as long as it looks, ten seconds at most, so that
 * knowing costs little however large a workspace is.
 */
final class SafetyWatch implements Closeable {
  private static final System.Logger LOGGER = System.getLogger(SafetyWatch.class.getName());
  private static final long TICK_MILLIS = 250;
  private static final int REST = 20;

  /** The first look of a server that has just started takes a hundred times as long as others. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(10);

  private final TerminalBroadcast broadcast;
  private final Look safety;
  private final Clock clock;
  private final Map<ProjectId, LookRule.Active> active = new ConcurrentHashMap<>();
  private final Map<ProjectId, Boolean> changed = new ConcurrentHashMap<>();

  // On the one thread only:
  private final Map<ProjectId, Told> told = new ConcurrentHashMap<>();
  private Instant restUntil = Instant.MIN;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "safety-watch");
            made.setDaemon(true);
            return made;
          });

  /**
   * What was seen of a workspace.
   *
   * @param saving a save that was asked for has not ended
   */
  record Seen(Safety safety, boolean saving) {}

  /** Looks; empty: nothing can be said. */
  interface Look {
    Optional<Seen> at(ProjectId project) throws InterruptedException;
  }

  /** What was last said, and when. */
  private record Told(@Nullable Seen seen, Instant lookedAt) {}

  SafetyWatch(TerminalBroadcast broadcast, Look safety, Clock clock) {
    this.broadcast = broadcast;
    this.safety = safety;
    this.clock = clock;
  }

  void start() {
    var unused =
        thread.scheduleWithFixedDelay(
            this::guardedTick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Runs what must be told in order with the looks; what comes after the end is dropped. */
  Executor thread() {
    return work -> {
      try {
        thread.execute(work);
      } catch (RejectedExecutionException e) {
        LOGGER.log(System.Logger.Level.DEBUG, "The server ends: nobody is told any more");
      }
    };
  }

  /** Something was typed, or printed. */
  void active(ProjectId project) {
    Instant now = clock.instant();
    active.merge(
        project,
        new LookRule.Active(now, now),
        (before, latest) -> new LookRule.Active(before.since(), now));
  }

  /** A save began, went on or ended, or a client came. */
  void changed(ProjectId project) {
    changed.put(project, true);
  }

  private void guardedTick() {
    try {
      tick();
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, "Looking at workspaces failed; again at once", e);
    }
  }

  /** Looks at what is due. */
  void tick() {
    Set<ProjectId> present = broadcast.projects();
    told.keySet().retainAll(present);
    active.keySet().retainAll(present);
    changed.keySet().retainAll(present);
    for (ProjectId project : longestUnseenFirst(present)) {
      Instant now = clock.instant();
      if (now.isBefore(restUntil)) {
        return;
      }
      if (LookRule.isDue(facts(project), now)) {
        look(project, now);
      }
    }
  }

  /** So that a busy workspace does not keep the others waiting. */
  private List<ProjectId> longestUnseenFirst(Set<ProjectId> present) {
    return present.stream().sorted(Comparator.comparing(this::lookedAt)).toList();
  }

  private Instant lookedAt(ProjectId project) {
    Told last = told.get(project);
    return last == null ? Instant.MIN : last.lookedAt();
  }

  private LookRule.Facts facts(ProjectId project) {
    Told last = told.get(project);
    return new LookRule.Facts(
        last == null ? null : last.lookedAt(), active.get(project), changed.containsKey(project));
  }

  private void look(ProjectId project, Instant now) {
    boolean isActive = active.remove(project) != null;
    boolean isChanged = changed.remove(project) != null;
    Optional<Seen> seen;
    try {
      seen = safety.at(project);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    restUntil = clock.instant().plus(rest(Duration.between(now, clock.instant())));
    Told last = told.put(project, new Told(seen.orElse(null), now));
    boolean isNews = last == null || !seen.equals(Optional.ofNullable(last.seen()));
    if (seen.isPresent() && (isNews || isActive || isChanged)) {
      broadcast.send(project, Messages.workspace(seen.get().safety(), seen.get().saving(), now));
    }
  }

  private static Duration rest(Duration looked) {
    Duration rest = looked.multipliedBy(REST);
    return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
