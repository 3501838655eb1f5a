package codeblocking.workspace;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A name in a directory of a workspace, reached from its root component by component, on no link,
 * and held open.
 */
public final class HostPlace implements Closeable {
  private OpenDirectory parent;
  private final String name;

  /** Directories on the way that are not there yet. */
  private List<String> missing;

  private HostPlace(OpenDirectory parent, List<String> missing, String name) {
    this.parent = parent;
    this.missing = missing;
    this.name = name;
  }

  /** Takes over the root. */
  static HostPlace reach(OpenDirectory root, List<String> names) throws IOException {
    List<String> parents = names.subList(0, names.size() - 1);
    HostPlace place = new HostPlace(root, parents, names.get(names.size() - 1));
    try {
      while (!place.missing.isEmpty()) {
        Optional<Entry> below = place.parent.stat(place.missing.get(0));
        if (below.isEmpty()) {
          break;
        }
        if (below.get().kind() != Entry.Kind.DIRECTORY) {
          throw new NotDirectoryException(below.get().shown());
        }
        place.enter(below.get());
      }
      return place;
    } catch (IOException | RuntimeException e) {
      place.close();
      throw e;
    }
  }

  private void enter(Entry directory) throws IOException {
    OpenDirectory below = parent.directory(directory);
    parent.close();
    parent = below;
    missing = missing.subList(1, missing.size());
  }

  /** What is there now. */
  public Optional<Entry> there() throws IOException {
    return missing.isEmpty() ? parent.stat(name) : Optional.empty();
  }

  /**
   * Puts the file there, in the place of {@code over}, with the rights that it had.
   *
   * @return as it is put, whatever others make of it from then on
   */
  public Entry put(HostWrites.Draft draft, Optional<Entry> over) throws IOException {
    makeParents(draft);
    Path made = draft.staged().made();
    Files.setPosixFilePermissions(made, rights(over));
    Durable.file(made);
    Entry put = draft.staged().put(parent, Names.path(name));
    Durable.directory(parent);
    return put;
  }

  private Set<PosixFilePermission> rights(Optional<Entry> over) throws IOException {
    return over.isEmpty()
        ? PosixFilePermissions.fromString("rw-r--r--")
        : parent.stream()
            .getFileAttributeView(
                over.get().raw(), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes()
            .permissions();
  }

  /** Makes a directory there, where nothing is. */
  public void putDirectory(HostWrites.Draft draft) throws IOException {
    makeParents(draft);
    draft.staged().putDirectory(parent, Names.path(name));
    Durable.directory(parent);
  }

  private void makeParents(HostWrites.Draft draft) throws IOException {
    while (!missing.isEmpty()) {
      String next = missing.get(0);
      draft.staged().putDirectory(parent, Names.path(next));
      Durable.directory(parent);
      enter(parent.stat(next).orElseThrow(() -> new NotDirectoryException(next)));
    }
  }

  /**
   * Removes what is there, a directory with all that is in it; a link is removed, not followed.
   *
   * @return false: a directory in which somebody goes on to write
   */
  public boolean remove(Entry entry) throws IOException {
    boolean gone = true;
    if (entry.kind() == Entry.Kind.DIRECTORY) {
      gone = TreeRemoval.removeInPlace(parent, entry);
    } else {
      parent.stream().deleteFile(entry.raw());
    }
    Durable.directory(parent);
    return gone;
  }

  /** Moves what is there to where nothing is. */
  public void move(Entry entry, HostPlace to, HostWrites.Draft draft) throws IOException {
    to.makeParents(draft);
    parent.stream().move(entry.raw(), to.parent.stream(), Names.path(to.name));
    Durable.directory(to.parent);
    Durable.directory(parent);
  }

  @Override
  public void close() throws IOException {
    parent.close();
  }
}
