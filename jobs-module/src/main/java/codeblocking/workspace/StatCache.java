package codeblocking.workspace;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Blob ids of files by what stat(2) said of them. A hint: a user can set times back, so the gate
 * before a container is stopped never asks it.
 */
public final class StatCache {
  // Within this time of a change, another can leave size and time alike.
  private static final long RACY_NANOS = 2_000_000_000L;

  /** {@code before}: the blob that had a say in what became of the file; null: none had. */
  private record Seen(
      Object key,
      long size,
      long modified,
      Conversion conversion,
      @Nullable ObjectId before,
      ObjectId id) {}

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /** How a file became a blob. */
  record How(Conversion conversion, @Nullable ObjectId before) {}

  @Nullable ObjectId find(String path, Entry entry, How how) {
    Seen then = seen.get(path);
    return then != null
            && then.key.equals(entry.key())
            && then.size == entry.size()
            && then.modified == entry.modified()
            && then.conversion == how.conversion
            && (!how.conversion.looksBack() || java.util.Objects.equals(then.before, how.before))
        ? then.id
        : null;
  }

  void put(String path, Entry entry, How how, ObjectId id, long nowNanos) {
    if (entry.modified() < nowNanos - RACY_NANOS) {
      ObjectId before = how.conversion.looksBack() ? how.before : null;
      seen.put(
          path, new Seen(entry.key(), entry.size(), entry.modified(), how.conversion, before, id));
    } else {
      seen.remove(path);
    }
  }

  int size() {
    return seen.size();
  }
}
