package codeblocking.workspace;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Blob ids of files by what stat(2) said of them. A hint: a user can set times back, so the gate
 * before a container is stopped never asks it.
 */
public final class StatCache {
  // Within this time of a change, another can leave size and time alike.
  private static final long RACY_NANOS = 2_000_000_000L;

  private record Seen(Object key, long size, long modified, String id) {}

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  @Nullable String find(String path, Entry entry) {
    Seen before = seen.get(path);
    return before != null
            && before.key.equals(entry.key())
            && before.size == entry.size()
            && before.modified == entry.modified()
        ? before.id
        : null;
  }

  void put(String path, Entry entry, String id, long nowNanos) {
    if (entry.modified() < nowNanos - RACY_NANOS) {
      seen.put(path, new Seen(entry.key(), entry.size(), entry.modified(), id));
    } else {
      seen.remove(path);
    }
  }

  int size() {
    return seen.size();
  }
}
