package codeblocking.workspace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * A directory in a walk, and what is known of it.
 *
 * @param base the tree that says what is tracked
 * @param was the tree made before; read only where {@code dirty} is not null
 * @param dirty what may have changed since then; null: everything
 */
record Place(
    BaseTree base, BaseTree was, @Nullable DirtyPaths dirty, Rules rules, boolean ignored) {
  boolean looksAt(String name) {
    return dirty == null || dirty.child(name) != null;
  }

  /** What is to be looked at, {@code most} of it. */
  List<Entry> entries(OpenDirectory directory, int most) throws IOException {
    if (dirty == null) {
      return directory.first(most);
    }
    List<Entry> found = new ArrayList<>();
    for (String name : dirty.names()) {
      directory.stat(name).ifPresent(found::add);
    }
    return found;
  }

  Place below(@Nullable String name, ObjectReader reader, Rules rulesHere, boolean ignoredBelow)
      throws IOException {
    DirtyPaths below = dirty == null || name == null ? null : dirty.child(name);
    BaseTree.Child before = was.child(name);
    boolean whole = below == null || below.whole() || before == null || !before.directory();
    return new Place(
        tree(base.child(name), reader),
        whole ? BaseTree.EMPTY : tree(before, reader),
        whole ? null : below,
        rulesHere,
        ignoredBelow);
  }

  private static BaseTree tree(BaseTree.@Nullable Child child, ObjectReader reader)
      throws IOException {
    return child != null && child.directory() ? BaseTree.read(reader, child.id()) : BaseTree.EMPTY;
  }
}
