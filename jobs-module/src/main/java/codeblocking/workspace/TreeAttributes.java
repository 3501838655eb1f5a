package codeblocking.workspace;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The line ends that a tree's own {@code .gitattributes} ask for. */
final class TreeAttributes {
  private final ObjectReader reader;
  private final ObjectId tree;
  private final Map<String, Attributes> known = new HashMap<>();

  private TreeAttributes(ObjectReader reader, ObjectId tree) {
    this.reader = reader;
    this.tree = tree;
  }

  static TreeAttributes of(ObjectReader reader, String tree) {
    return new TreeAttributes(reader, ObjectId.fromString(tree));
  }

  Conversion of(List<String> path) throws IOException {
    return in(path.subList(0, path.size() - 1)).of(path);
  }

  private Attributes in(List<String> directory) throws IOException {
    String key = String.join("/", directory);
    Attributes found = known.get(key);
    if (found == null) {
      Attributes above =
          directory.isEmpty()
              ? Attributes.outermost(null, Conversion.NONE)
              : in(directory.subList(0, directory.size() - 1));
      byte[] text = text(key.isEmpty() ? ".gitattributes" : key + "/.gitattributes");
      found = text == null ? above : above.with(text, directory.size());
      known.put(key, found);
    }
    return found;
  }

  private byte @Nullable [] text(String path) throws IOException {
    if (tree.equals(Constants.EMPTY_TREE_ID)) {
      return null;
    }
    try (TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
      if (walk == null || (walk.getRawMode(0) & 0170000) != 0100000) {
        return null;
      }
      ObjectLoader blob = reader.open(walk.getObjectId(0), Constants.OBJ_BLOB);
      return blob.getSize() > Ignores.MOST_BYTES ? null : blob.getBytes();
    }
  }
}
