package codeblocking.workspace;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/** How two trees differ, file by file. */
final class TreeChanges {
  /**
   * A file that differs.
   *
   * @param from {@link FileMode#MISSING} where it is new
   * @param to {@link FileMode#MISSING} where it is gone
   */
  record Change(String path, FileMode from, ObjectId fromId, FileMode to, ObjectId toId) {
    List<String> names() {
      return List.of(path.split("/"));
    }

    boolean isNew() {
      return from == FileMode.MISSING;
    }

    boolean isGone() {
      return to == FileMode.MISSING;
    }
  }

  private final ObjectReader reader;
  private @Nullable String below;

  TreeChanges(ObjectReader reader) {
    this.reader = reader;
  }

  /** Only at and below this path. */
  TreeChanges at(@Nullable String path) {
    this.below = path;
    return this;
  }

  void between(@Nullable String from, @Nullable String to, Consumer<Change> found)
      throws IOException {
    if (java.util.Objects.equals(from, to)) {
      return;
    }
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.setRecursive(true);
      add(walk, from);
      add(walk, to);
      walk.setFilter(
          below == null
              ? TreeFilter.ANY_DIFF
              : AndTreeFilter.create(PathFilter.create(below), TreeFilter.ANY_DIFF));
      while (walk.next()) {
        found.accept(
            new Change(
                walk.getPathString(),
                walk.getFileMode(0),
                walk.getObjectId(0),
                walk.getFileMode(1),
                walk.getObjectId(1)));
      }
    }
  }

  private static void add(TreeWalk walk, @Nullable String tree) throws IOException {
    if (tree == null || tree.equals(Constants.EMPTY_TREE_ID.name())) {
      walk.addTree(new EmptyTreeIterator());
    } else {
      walk.addTree(ObjectId.fromString(tree));
    }
  }
}
