package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import codeblocking.save.Skipped;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.jspecify.annotations.Nullable;

/** One walk over a workspace, or over what of it may have changed, that makes a git tree. */
final class TreeSnapshot {
  /**
   * How to walk.
   *
   * @param sparse missing files are left out on purpose: they stay
   * @param cache null: every byte is read
   * @param nowNanos wall clock, for the cache
   */
  record Options(
      Limits limits, boolean sparse, @Nullable StatCache cache, long nowNanos, Trail trail) {}

  private final OpenDirectory root;
  private final ObjectReader reader;
  private final Blobs blobs;
  private final FileBlobs files;
  private final Options options;
  private final Skips skips = new Skips();
  private final List<String> path = new ArrayList<>();
  private final long end;
  private int entries;
  private long bytes;
  private boolean complete = true;

  TreeSnapshot(OpenDirectory root, ObjectReader reader, Blobs blobs, Options options) {
    this.root = root;
    this.reader = reader;
    this.blobs = blobs;
    this.options = options;
    this.files = new FileBlobs(reader, blobs, options);
    this.end = System.nanoTime() + options.limits().time().toNanos();
  }

  /** Everything. */
  Snapshot take(Rules outermost, @Nullable ObjectId baseTree)
      throws IOException, InterruptedException {
    BaseTree base = BaseTree.read(reader, baseTree);
    return made(new Place(base, BaseTree.EMPTY, null, outermost, false));
  }

  /** The tree {@code was}, with what is dirty looked at again. */
  Snapshot patch(Rules outermost, @Nullable ObjectId baseTree, ObjectId was, DirtyPaths dirty)
      throws IOException, InterruptedException {
    BaseTree base = BaseTree.read(reader, baseTree);
    return made(new Place(base, BaseTree.read(reader, was), dirty, outermost, false));
  }

  private Snapshot made(Place place) throws IOException, InterruptedException {
    ObjectId tree = directory(root, place);
    if (place.rules().ignores().exhausted()) {
      skips.add(
          new Skipped(
              ".gitignore", "the patterns take too long; files that are new are not saved"));
    }
    if (place.rules().attributes().exhausted()) {
      skips.add(
          new Skipped(
              ".gitattributes", "the patterns take too long; line ends are saved as they are"));
    }
    ObjectId made = tree == null ? blobs.tree(new TreeFormatter()) : tree;
    blobs.flush();
    return new Snapshot(made.name(), skips.list(), entries, bytes, complete);
  }

  private @Nullable ObjectId directory(OpenDirectory directory, Place place)
      throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while reading the workspace");
    }
    Rules rules = place.rules().in(directory, path, place.ignored(), skips);
    List<TreeItem> items = new ArrayList<>();
    Set<String> met = new HashSet<>();
    boolean all = true;
    for (Entry entry : place.entries(directory, options.limits().entries() - entries + 2)) {
      String name = entry.name();
      if (path.isEmpty() && ".git".equals(name)) {
        continue;
      }
      if (entries >= options.limits().entries()) {
        all = false;
        break;
      }
      entries++;
      if (name != null) {
        met.add(name);
      }
      path.add(name == null ? entry.shown() : name);
      TreeItem item = item(directory, entry, place, rules);
      path.remove(path.size() - 1);
      if (item != null) {
        items.add(item);
      }
    }
    if (!all) {
      complete = false;
      skip("the workspace holds more than %,d files".formatted(options.limits().entries()));
    }
    keepUnseen(place, met, all, items);
    return items.isEmpty() ? null : blobs.tree(TreeItem.format(items));
  }

  private @Nullable TreeItem item(OpenDirectory directory, Entry entry, Place place, Rules rules)
      throws IOException, InterruptedException {
    BaseTree.Child base = place.base().child(entry.name());
    boolean isDirectory = entry.kind() == Entry.Kind.DIRECTORY;
    boolean ignored = place.ignored() || rules.ignores().ignored(path, isDirectory);
    // What git ignores is nobody's business, unless it was saved before: then it stays tracked.
    if (ignored && base == null) {
      return null;
    }
    try {
      String refusal = refusal(entry);
      if (refusal != null) {
        return keep(entry, base, refusal);
      }
      return switch (entry.kind()) {
        case DIRECTORY -> subdirectory(directory, entry, place, rules, ignored);
        case FILE -> file(directory, entry, base, rules, place.dirty() != null);
        case LINK -> TreeItem.of(entry, FileMode.SYMLINK, blobs.blob(directory.link(entry)));
        case SPECIAL -> keep(entry, base, "no regular file: a FIFO, socket or device");
      };
    } catch (NoSuchFileException e) {
      return directory.stat(entry.raw()).isEmpty() ? null : again(entry, base, "cannot be read");
    } catch (AccessDeniedException e) {
      return again(entry, base, "the server may not read it");
    } catch (IOException e) {
      boolean forgotten = place.dirty() != null && e instanceof MissingObjectException;
      if (forgotten || blobs.broken(e)) {
        throw e;
      }
      return again(entry, base, "cannot be read: " + Names.printable(reason(e)));
    }
  }

  private @Nullable String refusal(Entry entry) {
    String name = entry.name();
    if (name == null) {
      return "its name is not UTF-8";
    }
    if (path.size() > options.limits().depth()) {
      return "more than " + options.limits().depth() + " directories deep";
    }
    String git = GitNames.refusal(name, entry.kind() == Entry.Kind.LINK);
    if (git != null) {
      return git;
    }
    if (System.nanoTime() - end > 0) {
      complete = false;
      return "reading the workspace took too long; the next save goes on";
    }
    return null;
  }

  private @Nullable String tooLarge(Entry entry) {
    if (entry.size() > options.limits().fileBytes()) {
      return "larger than %d MiB".formatted(options.limits().fileBytes() >> 20);
    }
    if (bytes + entry.size() > options.limits().totalBytes()) {
      complete = false;
      return "the workspace is over its quota";
    }
    return null;
  }

  private @Nullable TreeItem subdirectory(
      OpenDirectory directory, Entry entry, Place place, Rules rules, boolean ignored)
      throws IOException, InterruptedException {
    BaseTree.Child base = place.base().child(entry.name());
    ObjectId submodule = submodule(directory, entry, base);
    if (submodule != null) {
      return TreeItem.of(entry, FileMode.GITLINK, submodule);
    }
    if (ignored && base != null && !base.directory()) {
      return null;
    }
    try (OpenDirectory opened = directory.directory(entry)) {
      options.trail().enter(entry.raw());
      try {
        ObjectId tree = directory(opened, place.below(entry.name(), reader, rules, ignored));
        return tree == null ? null : TreeItem.of(entry, FileMode.TREE, tree);
      } finally {
        options.trail().leave();
      }
    }
  }

  /** The commit that a tree has of a submodule; null: it is none. */
  private @Nullable ObjectId submodule(
      OpenDirectory directory, Entry entry, BaseTree.@Nullable Child base) throws IOException {
    if (base != null && !base.submodule()) {
      return null;
    }
    try (OpenDirectory below = directory.directory(entry)) {
      // Other commits of it may be nowhere but here; the user's own commit says that they are not.
      ObjectId id = base != null ? base.id() : Submodules.added(root, below, path);
      if (id != null && !below.first(1).isEmpty()) {
        skip("a submodule; what is in it is not saved");
      }
      return id;
    }
  }

  private @Nullable TreeItem file(
      OpenDirectory directory,
      Entry entry,
      BaseTree.@Nullable Child base,
      Rules rules,
      boolean afresh)
      throws IOException {
    FileMode mode = entry.executable() ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
    ObjectId before =
        base == null || base.directory() || base.submodule() || base.mode() == FileMode.SYMLINK
            ? null
            : base.id();
    StatCache.How how = new StatCache.How(rules.attributes().of(path), before);
    ObjectId id = files.pointer(directory, entry, path, how, afresh);
    if (id == null) {
      String refusal = tooLarge(entry);
      if (refusal != null) {
        return keep(entry, base, refusal);
      }
      id = files.blob(directory, entry, path, how, afresh);
      bytes += entry.size();
    }
    return TreeItem.of(entry, mode, id);
  }

  /** In doubt, what was there before stays: an entry that cannot be saved is no deletion. */
  private @Nullable TreeItem keep(Entry entry, BaseTree.@Nullable Child base, String reason) {
    skip(reason);
    return base == null ? null : TreeItem.of(entry, base.mode(), base.id());
  }

  private @Nullable TreeItem again(Entry entry, BaseTree.@Nullable Child base, String reason) {
    options.trail().again(path);
    return keep(entry, base, reason);
  }

  /** What was not looked at stays as it was made, and what is left out on purpose as it was. */
  private void keepUnseen(Place place, Set<String> met, boolean all, List<TreeItem> items) {
    for (Map.Entry<String, BaseTree.Child> child : place.was().children().entrySet()) {
      if (!place.looksAt(child.getKey())) {
        items.add(item(child));
      }
    }
    for (Map.Entry<String, BaseTree.Child> child : place.base().children().entrySet()) {
      boolean stays = !all || options.sparse() || child.getValue().submodule();
      if (stays && place.looksAt(child.getKey()) && !met.contains(child.getKey())) {
        items.add(item(child));
      }
    }
  }

  private static TreeItem item(Map.Entry<String, BaseTree.Child> child) {
    BaseTree.Child value = child.getValue();
    return new TreeItem(child.getKey().getBytes(UTF_8), value.mode(), value.id());
  }

  private void skip(String reason) {
    skips.add(new Skipped(path.isEmpty() ? "." : Names.printable(String.join("/", path)), reason));
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
