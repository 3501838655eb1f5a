package codeblocking.workspace;

import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.util.Paths;

/** An entry of a tree that is being made. */
final class TreeItem {
  private final byte[] name;
  private final FileMode mode;
  private final ObjectId id;

  TreeItem(byte[] name, FileMode mode, ObjectId id) {
    this.name = name;
    this.mode = mode;
    this.id = id;
  }

  static TreeItem of(Entry entry, FileMode mode, ObjectId id) {
    return new TreeItem(Names.bytes(entry.raw()), mode, id);
  }

  static TreeFormatter format(List<TreeItem> items) {
    items.sort(TreeItem::compare);
    TreeFormatter tree = new TreeFormatter();
    items.forEach(item -> tree.append(item.name, item.mode, item.id));
    return tree;
  }

  /** In the order that git wants: by bytes, a directory as if its name ended in a slash. */
  private static int compare(TreeItem a, TreeItem b) {
    return Paths.compare(
        a.name, 0, a.name.length, a.mode.getBits(), b.name, 0, b.name.length, b.mode.getBits());
  }
}
