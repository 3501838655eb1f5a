package codeblocking.file;

import static codeblocking.workspace.Entry.Kind.DIRECTORY;
import static codeblocking.workspace.Entry.Kind.FILE;

import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import codeblocking.workspace.Entry;
import codeblocking.workspace.OpenDirectory;
import codeblocking.workspace.ProjectFolders;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Reads a project's files from the host, with or without a container. */
public final class ProjectFiles {
  private static final int MOST_LISTED = 20_000;

  /**
   * Each level holds a file handle and a stack frame, and the tree's depth is the tenant's choice.
   */
  private static final int DEEPEST = 100;

  /** The user's git state is git's to show, in the terminal. */
  private static final String GIT = ".git";

  private final ProjectFolders folders;

  public ProjectFiles(Places places) {
    this.folders = new ProjectFolders(places);
  }

  /** An open file; whoever got it closes it. */
  public record Opened(SeekableByteChannel channel, long size, Instant modifiedAt, String etag)
      implements Closeable {
    public void writeTo(OutputStream out) throws IOException {
      var unused = OpenDirectory.copy(channel, size, out);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /**
   * Lists a folder.
   *
   * @param depth 1: its entries; 2: those of its folders, too; and so on
   * @return empty: no such folder
   */
  public Optional<Listing> list(ProjectId project, FilePath path, int depth) throws IOException {
    return in(
        project,
        path.names(),
        folder -> {
          Lister lister = new Lister();
          List<Item> items = lister.list(folder, path.toString(), depth);
          return Optional.of(new Listing(path.toString(), items, lister.truncated));
        });
  }

  /** A regular file; empty: there is none of that name. */
  public Optional<Opened> open(ProjectId project, FilePath path) throws IOException {
    if (path.isRoot()) {
      return Optional.empty();
    }
    List<String> parents = path.names().subList(0, path.names().size() - 1);
    return in(
        project,
        parents,
        folder -> {
          Optional<Entry> found = folder.stat(path.name()).filter(entry -> entry.kind() == FILE);
          return found.isEmpty() ? Optional.empty() : Optional.of(open(folder, found.get()));
        });
  }

  private static Opened open(OpenDirectory folder, Entry entry) throws IOException {
    SeekableByteChannel channel = folder.file(entry);
    try {
      // What the kernel says of the open file: a FIFO that slipped in has no size, so that nobody
      // waits for its bytes.
      long size = Math.min(entry.size(), channel.size());
      return new Opened(channel, size, modifiedAt(entry), Condition.etag(entry));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The workspace as a zip: regular files and folders, without {@code .git}. */
  public void archive(ProjectId project, OutputStream to) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(to, StandardCharsets.UTF_8);
    // Where nothing was ever written, an empty archive is the truth.
    var unused =
        in(
            project,
            List.of(),
            folder -> {
              pack(folder, "", zip, DEEPEST);
              return Optional.empty();
            });
    zip.finish();
  }

  /** A name that is not UTF-8 is left out: a zip could not hold it. */
  private static void pack(OpenDirectory folder, String prefix, ZipOutputStream zip, int depth)
      throws IOException {
    for (Entry entry : folder.first(Integer.MAX_VALUE)) {
      String name = entry.name();
      if (name == null || name.equals(".git") || depth == 0) {
        continue;
      }
      if (entry.kind() == DIRECTORY) {
        zip.putNextEntry(new ZipEntry(prefix + name + "/"));
        zip.closeEntry();
        packFolder(folder, entry, prefix + name + "/", zip, depth - 1);
      } else if (entry.kind() == FILE) {
        packFile(folder, entry, prefix + name, zip);
      }
    }
  }

  private static void packFolder(
      OpenDirectory above, Entry entry, String prefix, ZipOutputStream zip, int depth)
      throws IOException {
    try (OpenDirectory folder = above.directory(entry)) {
      pack(folder, prefix, zip, depth);
    } catch (FileSystemException | OpenDirectory.ChangedWhileRead e) {
      // Removed while we read, or not for us: the archive is of a living workspace.
    }
  }

  private static void packFile(OpenDirectory folder, Entry entry, String name, ZipOutputStream zip)
      throws IOException {
    try (Opened file = open(folder, entry)) {
      zip.putNextEntry(new ZipEntry(name));
      file.writeTo(zip);
      zip.closeEntry();
    } catch (FileSystemException | OpenDirectory.ChangedWhileRead e) {
      // As above.
    }
  }

  private interface Visit<T> {
    Optional<T> at(OpenDirectory folder) throws IOException;
  }

  /** Removed, unreadable or swapped in between: to the reader there is no such file. */
  private <T> Optional<T> in(ProjectId project, List<String> names, Visit<T> visit)
      throws IOException {
    if (!names.isEmpty() && names.get(0).equals(GIT)) {
      return Optional.empty();
    }
    try (OpenDirectory root = folders.open(project)) {
      Optional<OpenDirectory> found = root.descend(names);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try (OpenDirectory folder = found.get()) {
        return visit.at(folder);
      }
    } catch (FileSystemException | OpenDirectory.ChangedWhileRead e) {
      return Optional.empty();
    }
  }

  private static Instant modifiedAt(Entry entry) {
    return Instant.ofEpochSecond(0, entry.modified());
  }

  /** Counts over the whole tree, so that a deep one cannot exhaust the memory. */
  private static final class Lister {
    private int left = MOST_LISTED;
    private boolean truncated;

    List<Item> list(OpenDirectory folder, String path, int depth) throws IOException {
      List<Item> items = new ArrayList<>();
      for (Entry entry : folder.first(left + 1)) {
        if (left <= 0) {
          truncated = true;
          break;
        }
        if (path.isEmpty() && GIT.equals(entry.name())) {
          continue;
        }
        left--;
        items.add(item(folder, path, entry, depth));
      }
      return items;
    }

    private Item item(OpenDirectory folder, String path, Entry entry, int depth)
        throws IOException {
      String name = entry.name() == null ? entry.shown() : entry.name();
      String full = path.isEmpty() ? name : path + "/" + name;
      List<Item> inside = null;
      if (entry.kind() == DIRECTORY && depth > 1) {
        try (OpenDirectory inner = folder.directory(entry)) {
          inside = list(inner, full, depth - 1);
        } catch (FileSystemException | OpenDirectory.ChangedWhileRead e) {
          inside = List.of();
        }
      }
      long size = entry.kind() == FILE ? entry.size() : 0;
      return new Item(name, full, type(entry), size, modifiedAt(entry), inside);
    }

    /** What no path can name is listed as something that cannot be opened. */
    private static Item.Type type(Entry entry) {
      if (entry.name() == null) {
        return Item.Type.OTHER;
      }
      return switch (entry.kind()) {
        case FILE -> Item.Type.FILE;
        case DIRECTORY -> Item.Type.FOLDER;
        case LINK -> Item.Type.LINK;
        case SPECIAL -> Item.Type.OTHER;
      };
    }
  }
}
