package codeblocking.workspace;

import codeblocking.save.Skipped;
import codeblocking.workspace.TreeChanges.Change;
import codeblocking.workspace.TreeRestore.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does one change in a workspace, reached from its root component by component, on no link. */
final class PlacedFile implements Closeable {
  private static final Optional<Outcome> CHANGED = Optional.empty();

  private final StagedBlobs staged;
  private final List<String> names;
  // From the root, which is not ours to close, down to the parent.
  private final List<OpenDirectory> way = new ArrayList<>();

  PlacedFile(OpenDirectory root, StagedBlobs staged, List<String> names) {
    this.staged = staged;
    this.names = names;
    way.add(root);
  }

  /**
   * Empty: it is not any more what was seen, so nothing was done.
   *
   * @param seen what was there when it was kept; null: nothing
   */
  Optional<Outcome> apply(Change change, @Nullable Entry seen) throws IOException {
    return change.isGone() ? remove(seen) : put(change, seen);
  }

  private Optional<Outcome> remove(@Nullable Entry seen) throws IOException {
    for (String name : names.subList(0, names.size() - 1)) {
      Optional<Entry> below = here().stat(name);
      if (below.isEmpty()) {
        return Optional.of(Outcome.NONE);
      }
      if (below.get().kind() != Entry.Kind.DIRECTORY) {
        return CHANGED;
      }
      way.add(here().directory(below.get()));
    }
    Optional<Entry> there = here().stat(last());
    if (there.isEmpty()) {
      return Optional.of(Outcome.NONE);
    }
    if (!same(there.get(), seen)) {
      return CHANGED;
    }
    here().stream().deleteFile(there.get().raw());
    removeEmpty();
    return Optional.of(new Outcome(0, 1, List.of()));
  }

  /** Git holds no empty directories. */
  private void removeEmpty() throws IOException {
    for (int i = way.size() - 1; i > 0; i--) {
      try {
        way.get(i - 1).stream().deleteDirectory(Names.path(names.get(i - 1)));
      } catch (FileSystemException e) {
        // Something is left in it, or it is another by now.
        return;
      }
    }
  }

  private Optional<Outcome> put(Change change, @Nullable Entry seen) throws IOException {
    for (String name : names.subList(0, names.size() - 1)) {
      if (!enter(name)) {
        return CHANGED;
      }
    }
    Path name = Names.path(last());
    Optional<Entry> there = here().stat(name);
    if (there.isPresent()) {
      Entry entry = there.get();
      if (entry.kind() == Entry.Kind.DIRECTORY && !removed(name)) {
        return Optional.of(inTheWay(change));
      }
      boolean holdsContent = entry.kind() == Entry.Kind.FILE || entry.kind() == Entry.Kind.LINK;
      if (holdsContent && !same(entry, seen)) {
        return CHANGED;
      }
    }
    staged.put(change, here(), name);
    return Optional.of(new Outcome(1, 0, List.of()));
  }

  /** Goes down, making the directory where there is none. */
  private boolean enter(String text) throws IOException {
    Path name = Names.path(text);
    Optional<Entry> there = here().stat(name);
    if (there.isPresent() && there.get().kind() == Entry.Kind.SPECIAL) {
      here().stream().deleteFile(name);
      there = Optional.empty();
    }
    if (there.isEmpty()) {
      staged.putDirectory(here(), name);
      there = here().stat(name);
    }
    if (there.isEmpty() || there.get().kind() != Entry.Kind.DIRECTORY) {
      return false;
    }
    way.add(here().directory(there.get()));
    return true;
  }

  private boolean removed(Path directory) throws IOException {
    try {
      here().stream().deleteDirectory(directory);
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  private static Outcome inTheWay(Change change) {
    return new Outcome(
        0,
        0,
        List.of(
            new Skipped(
                Names.printable(change.path()),
                "a directory with files that no save holds is in its place")));
  }

  private static boolean same(Entry there, @Nullable Entry seen) {
    return seen != null
        && there.sameFile(seen)
        && there.size() == seen.size()
        && there.modified() == seen.modified();
  }

  private OpenDirectory here() {
    return way.get(way.size() - 1);
  }

  private String last() {
    return names.get(names.size() - 1);
  }

  @Override
  public void close() throws IOException {
    for (int i = way.size() - 1; i > 0; i--) {
      way.get(i).close();
    }
  }
}
