package codeblocking.workspace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Paths of a tree that may have changed, as a tree of names: a leaf stands for all that is below
 * it. Bounded: beyond {@link #MOST} it says no more than that everything may have changed.
 */
final class DirtyPaths {
  /** More than that and a walk over everything costs little more. */
  static final int MOST = 5_000;

  private final Map<String, DirtyPaths> children = new HashMap<>();
  private final int[] size;
  private boolean whole;

  DirtyPaths() {
    this(new int[1]);
  }

  private DirtyPaths(int[] size) {
    this.size = size;
  }

  /** Adds a path and what is below it. */
  void add(List<String> path) {
    if (size[0] >= MOST) {
      whole = true;
      return;
    }
    DirtyPaths node = this;
    for (String name : path) {
      if (node.whole) {
        return;
      }
      DirtyPaths below = node.children.get(name);
      if (below == null) {
        below = new DirtyPaths(size);
        node.children.put(name, below);
        size[0]++;
      }
      node = below;
    }
    node.whole = true;
    size[0] -= node.count();
    node.children.clear();
  }

  void addAll(DirtyPaths others) {
    if (others.whole) {
      whole = true;
    } else {
      others.leaves().forEach(this::add);
    }
  }

  private int count() {
    int count = children.size();
    for (DirtyPaths child : children.values()) {
      count += child.count();
    }
    return count;
  }

  /** All that is here and below may have changed. */
  boolean whole() {
    return whole || size[0] >= MOST;
  }

  boolean isEmpty() {
    return !whole && children.isEmpty();
  }

  Set<String> names() {
    return children.keySet();
  }

  @Nullable DirtyPaths child(String name) {
    return children.get(name);
  }

  List<List<String>> leaves() {
    List<List<String>> found = new ArrayList<>();
    leaves(new ArrayList<>(), found);
    return found;
  }

  private void leaves(List<String> path, List<List<String>> found) {
    if (whole) {
      found.add(List.copyOf(path));
      return;
    }
    children.forEach(
        (name, child) -> {
          path.add(name);
          child.leaves(path, found);
          path.remove(path.size() - 1);
        });
  }

  /** Printable forms, for comparing with what was reported. */
  Set<String> shown() {
    Set<String> shown = new HashSet<>();
    leaves().forEach(path -> shown.add(Names.printable(String.join("/", path))));
    return shown;
  }
}
