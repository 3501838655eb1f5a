package codeblocking.workspace;

import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many bytes a project and its home take, counted without following a link. */
public final class DiskUse {
  /** Beyond these it is not counted on: what has been counted so far is the answer. */
  private static final int MOST_ENTRIES = 300_000;

  private static final int MOST_DEPTH = 100;

  /** An entry takes a block, whatever is in it: many empty files are no small thing. */
  private static final long LEAST = 4096;

  private final Places places;

  public DiskUse(Places places) {
    this.places = places;
  }

  /**
   * Counts until it is more than {@code enough}.
   *
   * @throws IOException when the directories could not be opened, such as while they are moved
   */
  public long of(ProjectId project, long enough) throws IOException {
    Count count = new Count(enough);
    try (OpenDirectory files = OpenDirectory.open(places.project(project))) {
      count.below(files);
    }
    try (OpenDirectory home = OpenDirectory.open(places.home(project))) {
      count.below(home);
    }
    return count.bytes;
  }

  private static final class Count {
    private final long enough;
    private long bytes;
    private int entries;

    Count(long enough) {
      this.enough = enough;
    }

    /** Depth first, one open directory for each level. */
    void below(OpenDirectory top) throws IOException {
      Deque<Level> levels = new ArrayDeque<>();
      levels.push(new Level(top, add(top)));
      try {
        while (!levels.isEmpty()) {
          Entry next = levels.element().below.poll();
          if (next == null || bytes > enough || levels.size() > MOST_DEPTH) {
            close(levels.pop(), top);
          } else {
            descend(levels, next);
          }
        }
      } finally {
        for (Level level : levels) {
          close(level, top);
        }
      }
    }

    private void descend(Deque<Level> levels, Entry entry) {
      try {
        OpenDirectory opened = levels.element().directory.directory(entry);
        levels.push(new Level(opened, add(opened)));
      } catch (IOException e) {
        // Gone, changed or closed to us: it counts next time.
      }
    }

    private Deque<Entry> add(OpenDirectory directory) throws IOException {
      Deque<Entry> below = new ArrayDeque<>();
      for (Entry entry : directory.first(MOST_ENTRIES - Math.min(entries, MOST_ENTRIES))) {
        entries++;
        bytes += Math.max(LEAST, entry.size());
        if (entry.kind() == Entry.Kind.DIRECTORY) {
          below.add(entry);
        }
      }
      return below;
    }

    private static void close(Level level, OpenDirectory top) throws IOException {
      if (level.directory != top) {
        level.directory.close();
      }
    }
  }

  private record Level(OpenDirectory directory, Deque<Entry> below) {}
}
