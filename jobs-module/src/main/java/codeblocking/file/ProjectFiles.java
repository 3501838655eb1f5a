package codeblocking.file;

import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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

  private final DataDirectory data;

  public ProjectFiles(DataDirectory data) {
    this.data = data;
  }

  /** An open file; close its channel. */
  public record Opened(SeekableByteChannel channel, long size, Instant modifiedAt, String etag) {}

  /**
   * Lists a folder.
   *
   * @param depth 1: its entries; 2: those of its folders, too; and so on
   * @return empty: no such folder
   */
  public Optional<Listing> list(ProjectId project, FilePath path, int depth) throws IOException {
    try (Folder folder = Folder.open(root(project), path.names())) {
      Lister lister = new Lister();
      List<Entry> entries = lister.list(folder, path.toString(), depth);
      return Optional.of(new Listing(path.toString(), entries, lister.truncated));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** A regular file; empty: there is none of that name. */
  public Optional<Opened> open(ProjectId project, FilePath path) throws IOException {
    if (path.isRoot()) {
      return Optional.empty();
    }
    List<String> parents = path.names().subList(0, path.names().size() - 1);
    try (Folder folder = Folder.open(root(project), parents)) {
      BasicFileAttributes found = folder.attributes(path.name());
      if (!found.isRegularFile()) {
        return Optional.empty();
      }
      SeekableByteChannel channel = folder.read(path.name());
      return Optional.of(
          new Opened(channel, found.size(), found.lastModifiedTime().toInstant(), etag(found)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The workspace as a zip: regular files and folders, without {@code .git}. */
  public void archive(ProjectId project, OutputStream to) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(to, StandardCharsets.UTF_8);
    try (Folder folder = Folder.open(root(project), List.of())) {
      pack(folder, "", zip, DEEPEST);
    } catch (NoSuchFileException e) {
      // Nothing was ever written: an empty archive is the truth.
    }
    zip.finish();
  }

  private static void pack(Folder folder, String prefix, ZipOutputStream zip, int depth)
      throws IOException {
    for (String name : folder.names(Integer.MAX_VALUE)) {
      Optional<BasicFileAttributes> found = folder.present(name);
      if (found.isEmpty() || name.equals(".git") || depth == 0) {
        continue;
      }
      if (found.get().isDirectory()) {
        zip.putNextEntry(new ZipEntry(prefix + name + "/"));
        zip.closeEntry();
        try (Folder inner = folder.enter(name)) {
          pack(inner, prefix + name + "/", zip, depth - 1);
        } catch (NoSuchFileException e) {
          // Removed while we read: the archive is of a living workspace.
        }
      } else if (found.get().isRegularFile()) {
        packFile(folder, name, prefix, zip);
      }
    }
  }

  private static void packFile(Folder folder, String name, String prefix, ZipOutputStream zip)
      throws IOException {
    try (SeekableByteChannel channel = folder.read(name)) {
      zip.putNextEntry(new ZipEntry(prefix + name));
      Channels.newInputStream(channel).transferTo(zip);
      zip.closeEntry();
    } catch (NoSuchFileException e) {
      // As above.
    }
  }

  private Path root(ProjectId project) {
    return data.project(project.toString());
  }

  private static String etag(BasicFileAttributes found) {
    long nanos = found.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS);
    return "\"" + Long.toHexString(nanos) + "-" + Long.toHexString(found.size()) + "\"";
  }

  /** Counts over the whole tree, so that a deep one cannot exhaust the memory. */
  private static final class Lister {
    private int left = MOST_LISTED;
    private boolean truncated;

    List<Entry> list(Folder folder, String path, int depth) throws IOException {
      List<Entry> entries = new ArrayList<>();
      List<String> names = folder.names(left + 1);
      for (String name : names) {
        if (left-- <= 0) {
          truncated = true;
          break;
        }
        Optional<BasicFileAttributes> found = folder.present(name);
        if (found.isPresent()) {
          entries.add(entry(folder, path, name, found.get(), depth));
        }
      }
      entries.sort(Comparator.comparing(Entry::name));
      return entries;
    }

    private Entry entry(
        Folder folder, String path, String name, BasicFileAttributes found, int depth)
        throws IOException {
      String full = path.isEmpty() ? name : path + "/" + name;
      Entry.Type type = type(found);
      List<Entry> inside = null;
      if (type == Entry.Type.FOLDER && depth > 1) {
        try (Folder inner = folder.enter(name)) {
          inside = list(inner, full, depth - 1);
        } catch (NoSuchFileException e) {
          inside = List.of();
        }
      }
      long size = type == Entry.Type.FILE ? found.size() : 0;
      return new Entry(name, full, type, size, found.lastModifiedTime().toInstant(), inside);
    }

    private static Entry.Type type(BasicFileAttributes found) {
      if (found.isRegularFile()) {
        return Entry.Type.FILE;
      }
      if (found.isDirectory()) {
        return Entry.Type.FOLDER;
      }
      return found.isSymbolicLink() ? Entry.Type.LINK : Entry.Type.OTHER;
    }
  }
}
