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
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.util.Paths;
import org.jspecify.annotations.Nullable;

/** One walk over a workspace that makes a git tree of it. */
final class TreeSnapshot {
  private static final int MOST_REPORTED = 1_000;

  /**
   * How to walk.
   *
   * @param sparse missing files are left out on purpose: they stay
   * @param cache null: every byte is read
   * @param nowNanos wall clock, for the cache
   */
  record Options(Limits limits, boolean sparse, @Nullable StatCache cache, long nowNanos) {}

  private static final class Item {
    private final byte[] name;
    private final FileMode mode;
    private final ObjectId id;

    Item(byte[] name, FileMode mode, ObjectId id) {
      this.name = name;
      this.mode = mode;
      this.id = id;
    }

    /** In the order that git wants: by bytes, a directory as if its name ended in a slash. */
    static int compare(Item a, Item b) {
      return Paths.compare(
          a.name, 0, a.name.length, a.mode.getBits(), b.name, 0, b.name.length, b.mode.getBits());
    }
  }

  private final ObjectReader reader;
  private final Blobs blobs;
  private final Options options;
  private final List<Skipped> skipped = new ArrayList<>();
  private final List<String> path = new ArrayList<>();
  private int entries;
  private int files;
  private long bytes;
  private long kept;

  TreeSnapshot(ObjectReader reader, Blobs blobs, Options options) {
    this.reader = reader;
    this.blobs = blobs;
    this.options = options;
  }

  Snapshot take(OpenDirectory root, @Nullable ObjectId baseTree)
      throws IOException, InterruptedException {
    Ignores ignores = Ignores.outermost(GitStateReader.exclude(root));
    ObjectId tree = directory(root, BaseTree.read(reader, baseTree), ignores, false);
    if (ignores.exhausted()) {
      skip(".gitignore", "the patterns take too long; files that are new are not saved");
    }
    ObjectId made = tree == null ? blobs.tree(new TreeFormatter()) : tree;
    blobs.flush();
    return new Snapshot(made.name(), List.copyOf(skipped), files, bytes);
  }

  private @Nullable ObjectId directory(
      OpenDirectory directory, BaseTree base, Ignores above, boolean ignored)
      throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while reading the workspace");
    }
    List<Entry> list = directory.list(options.limits().entries() - entries);
    entries += list.size();
    Ignores ignores = ignored ? above : rules(directory, above);
    List<Item> items = new ArrayList<>();
    Set<String> met = new HashSet<>();
    for (Entry entry : list) {
      String name = entry.name();
      if (path.isEmpty() && ".git".equals(name)) {
        continue;
      }
      if (name != null) {
        met.add(name);
      }
      path.add(name == null ? entry.shown() : name);
      Item item = item(directory, entry, base.child(name), ignores, ignored);
      path.remove(path.size() - 1);
      if (item != null) {
        items.add(item);
      }
    }
    keepMissing(base, met, items);
    return items.isEmpty() ? null : blobs.tree(format(items));
  }

  private @Nullable Item item(
      OpenDirectory directory,
      Entry entry,
      BaseTree.@Nullable Child base,
      Ignores ignores,
      boolean ignoredAbove)
      throws IOException, InterruptedException {
    boolean isDirectory = entry.kind() == Entry.Kind.DIRECTORY;
    boolean ignored = ignoredAbove || ignores.ignored(path, isDirectory);
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
        case DIRECTORY -> subdirectory(directory, entry, base, ignores, ignored);
        case FILE -> file(directory, entry);
        case LINK -> made(entry, FileMode.SYMLINK, blobs.blob(directory.link(entry)));
        case SPECIAL -> keep(entry, base, "no regular file: a FIFO, socket or device");
      };
    } catch (NoSuchFileException e) {
      return directory.stat(entry.raw()).isEmpty() ? null : keep(entry, base, "cannot be read");
    } catch (OpenDirectory.TooManyEntries e) {
      return keep(entry, base, "holds more files than a save takes");
    } catch (AccessDeniedException e) {
      return keep(entry, base, "the server may not read it");
    } catch (IOException e) {
      if (blobs.broken(e)) {
        throw e;
      }
      return keep(entry, base, "cannot be read: " + Names.printable(reason(e)));
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
    if (git != null || entry.kind() != Entry.Kind.FILE) {
      return git;
    }
    if (entry.size() > options.limits().fileBytes()) {
      return "larger than %d MiB".formatted(options.limits().fileBytes() >> 20);
    }
    return bytes + entry.size() > options.limits().totalBytes()
        ? "the workspace is over its quota"
        : null;
  }

  private @Nullable Item subdirectory(
      OpenDirectory directory,
      Entry entry,
      BaseTree.@Nullable Child base,
      Ignores ignores,
      boolean ignored)
      throws IOException, InterruptedException {
    if (base != null && base.submodule()) {
      try (OpenDirectory below = directory.directory(entry)) {
        if (!below.list(options.limits().entries()).isEmpty()) {
          skip(shownPath(), "a submodule; what is in it is not saved");
        }
      }
      return made(entry, base.mode(), base.id());
    }
    if (ignored && base != null && !base.directory()) {
      return null;
    }
    BaseTree below =
        base != null && base.directory() ? BaseTree.read(reader, base.id()) : BaseTree.EMPTY;
    try (OpenDirectory opened = directory.directory(entry)) {
      ObjectId tree = directory(opened, below, ignores, ignored);
      return tree == null ? null : made(entry, FileMode.TREE, tree);
    }
  }

  private Item file(OpenDirectory directory, Entry entry) throws IOException {
    FileMode mode = entry.executable() ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
    StatCache cache = options.cache();
    String key = cache == null ? "" : String.join("/", path);
    String known = cache == null ? null : cache.find(key, entry);
    ObjectId id;
    if (known != null
        && (!blobs.writes() || reader.has(ObjectId.fromString(known), Constants.OBJ_BLOB))) {
      id = ObjectId.fromString(known);
    } else {
      id = blobs.file(directory, entry);
      if (cache != null) {
        cache.put(key, entry, id.name(), options.nowNanos());
      }
    }
    files++;
    bytes += entry.size();
    return made(entry, mode, id);
  }

  private Ignores rules(OpenDirectory directory, Ignores above) throws IOException {
    Entry entry = directory.stat(".gitignore").orElse(null);
    if (entry == null || entry.kind() != Entry.Kind.FILE) {
      return above;
    }
    byte[] text = null;
    try {
      text = directory.readSmall(".gitignore", Ignores.MOST_BYTES);
    } catch (IOException e) {
      // Told below, as for one that is too large.
    }
    if (text == null) {
      path.add(".gitignore");
      skip(shownPath(), "its patterns cannot be read; files that are new here are not saved");
      path.remove(path.size() - 1);
      return above.with("*".getBytes(UTF_8), path.size());
    }
    return above.with(text, path.size());
  }

  /** In doubt, what was there before stays: an entry that cannot be saved is no deletion. */
  private @Nullable Item keep(Entry entry, BaseTree.@Nullable Child base, String reason) {
    skip(shownPath(), reason);
    return base == null ? null : made(entry, base.mode(), base.id());
  }

  private void keepMissing(BaseTree base, Set<String> met, List<Item> items) {
    for (Map.Entry<String, BaseTree.Child> child : base.children().entrySet()) {
      if (!met.contains(child.getKey()) && (options.sparse() || child.getValue().submodule())) {
        byte[] name = child.getKey().getBytes(UTF_8);
        items.add(new Item(name, child.getValue().mode(), child.getValue().id()));
      }
    }
  }

  private static Item made(Entry entry, FileMode mode, ObjectId id) {
    return new Item(Names.bytes(entry.raw()), mode, id);
  }

  private void skip(String shown, String reason) {
    if (kept++ < MOST_REPORTED) {
      skipped.add(new Skipped(shown, reason));
    } else if (kept == MOST_REPORTED + 1) {
      skipped.add(new Skipped("…", "and more"));
    }
  }

  private String shownPath() {
    return Names.printable(String.join("/", path));
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static TreeFormatter format(List<Item> items) {
    items.sort(Item::compare);
    TreeFormatter tree = new TreeFormatter();
    items.forEach(item -> tree.append(item.name, item.mode, item.id));
    return tree;
  }
}
