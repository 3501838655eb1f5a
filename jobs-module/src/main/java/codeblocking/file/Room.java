package codeblocking.file;

import codeblocking.project.ProjectId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much a workspace may still take, counted seldom and kept up to date with what is written from
 * here; what runs inside is watched elsewhere.
 */
public final class Room {
  private static final int MOST_PROJECTS = 1_000;

  /** Counting takes at most this part of the time, however large a workspace is. */
  private static final int SHARE = 20;

  private static final Duration STALE = Duration.ofMinutes(5);

  /** Bytes that a workspace takes. */
  public interface Disk {
    /** Counted until it is more than {@code enough}. */
    long of(ProjectId project, long enough) throws IOException;
  }

  /** Guarded by itself. */
  private static final class Count {
    private long there;
    private long coming;
    private Instant at = Instant.MIN;
    private Instant next = Instant.MIN;
  }

  private final Disk disk;
  private final long quota;
  private final Clock clock;
  private final Map<ProjectId, Count> counts = new ConcurrentHashMap<>();

  public Room(Disk disk, long quota, Clock clock) {
    this.disk = disk;
    this.quota = quota;
    this.clock = clock;
  }

  /**
   * For something that is about to be written.
   *
   * @param replaced bytes that it takes the place of
   */
  Taken take(ProjectId project, long replaced) {
    if (counts.size() > MOST_PROJECTS) {
      counts.clear();
    }
    Count count = counts.computeIfAbsent(project, id -> new Count());
    return new Taken(project, count, replaced);
  }

  /** Room for one file; given back when it is closed, unless the file was put. */
  final class Taken implements AutoCloseable {
    private final ProjectId project;
    private final Count count;
    private final long replaced;
    private long bytes;
    private boolean put;

    private Taken(ProjectId project, Count count, long replaced) {
      this.project = project;
      this.count = count;
      this.replaced = replaced;
    }

    /** Asks for more, before it is written. */
    void more(long wanted) {
      synchronized (count) {
        check(wanted);
        bytes += wanted;
        count.coming += wanted;
      }
    }

    /** Refuses what is not going to fit, before any of it is read. */
    void check(long wanted) {
      synchronized (count) {
        long growth = Math.max(0, bytes + wanted - replaced);
        if (growth > 0 && !fits(wanted, growth)) {
          throw new FileRefused(
              FileRefused.Reason.TOO_LARGE,
              "the workspace may take %d MiB of the disk, and this does not fit; nothing was changed"
                  .formatted(quota >> 20));
        }
      }
    }

    private boolean fits(long wanted, long growth) {
      if (bytes + wanted > quota) {
        return false;
      }
      Instant now = clock.instant();
      if (count.at.plus(STALE).isBefore(now)) {
        recount(now);
      }
      if (count.there + count.coming - bytes + growth <= quota) {
        return true;
      }
      if (count.next.isAfter(now)) {
        return false;
      }
      // Before it is refused: something may have been removed inside.
      recount(now);
      return count.there + count.coming - bytes + growth <= quota;
    }

    private void recount(Instant now) {
      try {
        count.there = disk.of(project, quota);
      } catch (IOException e) {
        // Just made or moved: the next one counts.
        return;
      }
      count.at = now;
      Duration took = Duration.between(now, clock.instant());
      count.next = clock.instant().plus(took.multipliedBy(SHARE));
    }

    /** It is there now. */
    void put() {
      put = true;
    }

    @Override
    public void close() {
      synchronized (count) {
        count.coming -= bytes;
        if (put) {
          count.there += bytes - replaced;
        }
      }
    }
  }
}
