package codeblocking.workspace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/**
 * Files that git LFS is to keep elsewhere, and that a tree has anew. Nothing is uploaded to LFS
 * from here.
 *
 * @param plain whole in the tree
 * @param pointers path → blob; what they point to is not in the tree
 */
public record LfsFiles(List<String> plain, Map<String, String> pointers) {
  /** A few trees of trees can have any number of files that differ. */
  private static final int MOST_LOOKED_AT = 1_000_000;

  private static final int FILE = 0100000;
  private static final int KIND = 0170000;

  /** {@code before}: a tree; null: all is new. */
  public static LfsFiles among(ObjectReader reader, @Nullable String before, String tree)
      throws IOException {
    LfsFiles found = new LfsFiles(new ArrayList<>(), new TreeMap<>());
    TreeAttributes attributes = TreeAttributes.of(reader, tree);
    Set<ObjectId> left = new HashSet<>();
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.setRecursive(true);
      if (before == null) {
        walk.addTree(new EmptyTreeIterator());
      } else {
        walk.addTree(ObjectId.fromString(before));
      }
      walk.addTree(ObjectId.fromString(tree));
      walk.setFilter(TreeFilter.ANY_DIFF);
      for (int looks = 0; looks < MOST_LOOKED_AT && walk.next(); looks++) {
        left.add(walk.getObjectId(0));
        String path = walk.getPathString();
        if ((walk.getRawMode(1) & KIND) == FILE
            && attributes.of(Arrays.asList(path.split("/"))) == Conversion.LFS) {
          found.add(reader, path, walk.getObjectId(1));
        }
      }
    }
    // Renamed, they are known where they were known before.
    found.pointers.values().removeIf(blob -> left.contains(ObjectId.fromString(blob)));
    return found;
  }

  private void add(ObjectReader reader, String path, ObjectId blob) throws IOException {
    if (LfsPointer.read(reader, blob) == null) {
      plain.add(path);
    } else {
      pointers.put(path, blob.name());
    }
  }
}
