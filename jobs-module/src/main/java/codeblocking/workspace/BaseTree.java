package codeblocking.workspace;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/** A directory of the tree that a snapshot is compared with. */
record BaseTree(Map<String, Child> children) {
  /** The empty tree, which no git directory needs to hold. */
  private static final ObjectId NOTHING =
      ObjectId.fromString("4b825dc642cb6eb9a060e54bf8d69288fbee4904");

  static final BaseTree EMPTY = new BaseTree(Map.of());

  record Child(FileMode mode, ObjectId id) {
    boolean directory() {
      return mode == FileMode.TREE;
    }

    boolean submodule() {
      return mode == FileMode.GITLINK;
    }
  }

  static BaseTree read(ObjectReader reader, @Nullable ObjectId tree) throws IOException {
    if (tree == null || tree.equals(NOTHING)) {
      return EMPTY;
    }
    Map<String, Child> children = new HashMap<>();
    CanonicalTreeParser parser = new CanonicalTreeParser();
    parser.reset(reader, tree);
    while (!parser.eof()) {
      children.put(
          parser.getEntryPathString(),
          new Child(parser.getEntryFileMode(), parser.getEntryObjectId()));
      parser.next();
    }
    return new BaseTree(children);
  }

  @Nullable Child child(@Nullable String name) {
    return name == null ? null : children.get(name);
  }
}
