package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the watch knows of one workspace; guarded by the watch. */
final class Watched {
  DirtyPaths dirty = new DirtyPaths();
  private final TreeMap<String, Integer> watches = new TreeMap<>();
  private boolean lost = true;

  /** Empty: something may have happened that was not heard. */
  Optional<DirtyPaths> known() {
    return lost || dirty.whole() ? Optional.empty() : Optional.of(dirty);
  }

  void begin() {
    dirty = new DirtyPaths();
    lost = false;
  }

  void lose() {
    lost = true;
  }

  /**
   * Notes a change in a directory; answers the path, or null where the name is not UTF-8.
   *
   * @param name its bytes, a character each
   */
  @Nullable String changed(String directory, String name) {
    List<String> path = directory.isEmpty() ? new ArrayList<>() : names(directory);
    String text = Names.utf8(name.getBytes(ISO_8859_1));
    if (text == null) {
      dirty.add(path);
      return null;
    }
    if (!Rules.isRules(text)) {
      path.add(text);
    }
    // A change of patterns means the whole directory.
    dirty.add(path);
    return directory.isEmpty() ? text : directory + "/" + text;
  }

  private static List<String> names(String path) {
    return new ArrayList<>(List.of(path.split("/")));
  }

  boolean watches(String path) {
    return watches.containsKey(path);
  }

  int count() {
    return watches.size();
  }

  void put(String path, int watch) {
    watches.put(path, watch);
  }

  void remove(String path, int watch) {
    watches.remove(path, watch);
  }

  /** Takes out the watches of a directory and all below it. */
  List<Integer> below(String directory) {
    Map<String, Integer> found =
        directory.isEmpty()
            ? new TreeMap<>(watches)
            : new TreeMap<>(watches.subMap(directory + "/", directory + "0"));
    Integer self = watches.get(directory);
    List<Integer> numbers = new ArrayList<>(found.values());
    if (self != null && !directory.isEmpty()) {
      numbers.add(self);
    }
    found.keySet().forEach(watches::remove);
    watches.remove(directory);
    return numbers;
  }
}
