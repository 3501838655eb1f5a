package codeblocking.workspace;

import codeblocking.save.Skipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tree that was made of a workspace, and what it depended on beside the files.
 *
 * @param base the tree that said what was tracked; null: none
 */
record KnownTree(Snapshot snapshot, @Nullable String base, boolean sparse, Outermost outermost) {
  /** Whether a tree of now can be had by looking at what changed. */
  boolean serves(boolean nowSparse, Outermost now) {
    return sparse == nowSparse && outermost.equals(now);
  }

  /** The same with a part of it looked at again. */
  Snapshot with(Snapshot part, DirtyPaths dirty) {
    List<Skipped> skipped = new ArrayList<>();
    Set<String> again = dirty.shown();
    for (Skipped each : snapshot.skipped()) {
      if (!below(each.path(), again)) {
        skipped.add(each);
      }
    }
    skipped.addAll(part.skipped());
    return new Snapshot(
        part.tree(),
        List.copyOf(skipped),
        snapshot.entries() + part.entries(),
        snapshot.bytes() + part.bytes(),
        part.complete());
  }

  private static boolean below(String path, Set<String> directories) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (directories.contains(path.substring(0, end))) {
        return true;
      }
    }
    return false;
  }
}
