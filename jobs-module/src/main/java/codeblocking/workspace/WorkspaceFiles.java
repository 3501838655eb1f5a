package codeblocking.workspace;

import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Reads a workspace's files for people: no container is needed, and no link is followed. */
public final class WorkspaceFiles {
  private static final int MOST_ENTRIES = 300_000;
  private static final int MOST_DEPTH = 128;

  private final DataDirectory data;

  public WorkspaceFiles(DataDirectory data) {
    this.data = data;
  }

  /**
   * A file, folder, link or something else.
   *
   * @param path below the workspace, with slashes
   * @param kind {@code file}, {@code directory}, {@code link}, {@code special}
   * @param tag changes whenever the content may have
   */
  public record Item(
      String path, String kind, long size, boolean executable, Instant modified, String tag) {}

  /** Takes an item's bytes. */
  public interface Reader {
    /** Called once, before the bytes, where the file exists. */
    OutputStream begin(Item item) throws IOException;
  }

  public Optional<Item> stat(ProjectId project, String path) throws IOException {
    List<String> names = names(path);
    if (names == null) {
      return Optional.empty();
    }
    try (OpenDirectory root = open(project)) {
      if (names.isEmpty()) {
        return Optional.of(new Item("", "directory", 0, false, Instant.EPOCH, "root"));
      }
      return in(root, names, (parent, entry) -> item(path(names), entry));
    }
  }

  /** Writes a regular file's bytes; false: there is no such file. */
  public boolean read(ProjectId project, String path, Reader reader) throws IOException {
    List<String> names = names(path);
    if (names == null || names.isEmpty()) {
      return false;
    }
    try (OpenDirectory root = open(project)) {
      return in(
              root,
              names,
              (parent, entry) -> {
                if (entry.kind() != Entry.Kind.FILE) {
                  return false;
                }
                try (OutputStream out = reader.begin(item(path(names), entry))) {
                  parent.copy(entry, out);
                }
                return true;
              })
          .orElse(false);
    }
  }

  /** Entries below a folder, {@code depth} levels; empty: no such folder. Names are UTF-8 only. */
  public Optional<List<Item>> list(ProjectId project, String path, int depth, int most)
      throws IOException {
    List<String> names = names(path);
    if (names == null) {
      return Optional.empty();
    }
    try (OpenDirectory root = open(project)) {
      List<Item> items = new ArrayList<>();
      if (names.isEmpty()) {
        collect(root, "", depth, most, items);
        return Optional.of(items);
      }
      Optional<OpenDirectory> folder = root.descend(names);
      if (folder.isEmpty()) {
        return Optional.empty();
      }
      try (OpenDirectory opened = folder.get()) {
        collect(opened, path(names) + "/", depth, most, items);
      }
      return Optional.of(items);
    }
  }

  /**
   * Writes the workspace as a zip, its git directory included. What cannot be read is left out and
   * named in {@code NOT-IN-THIS-ARCHIVE.txt}.
   */
  public void archive(ProjectId project, OutputStream out) throws IOException {
    List<String> missing = new ArrayList<>();
    try (OpenDirectory root = open(project);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      archive(root, "", 0, zip, missing);
      if (!missing.isEmpty()) {
        zip.putNextEntry(new ZipEntry("NOT-IN-THIS-ARCHIVE.txt"));
        zip.write(
            (String.join("\n", missing) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }

  private void archive(
      OpenDirectory directory, String prefix, int depth, ZipOutputStream zip, List<String> missing)
      throws IOException {
    for (Entry entry : directory.list(MOST_ENTRIES)) {
      String name = entry.name();
      String shown = prefix + (name == null ? entry.shown() : name);
      if (name == null || depth > MOST_DEPTH) {
        missing.add(Names.printable(shown));
        continue;
      }
      switch (entry.kind()) {
        case DIRECTORY -> {
          zip.putNextEntry(new ZipEntry(shown + "/"));
          zip.closeEntry();
          try (OpenDirectory below = directory.directory(entry)) {
            archive(below, shown + "/", depth + 1, zip, missing);
          } catch (java.nio.file.FileSystemException e) {
            missing.add(Names.printable(shown) + ": cannot be read");
          }
        }
        case FILE -> file(directory, entry, shown, zip, missing);
        // A zip made by Java has no links; following one is out of the question.
        case LINK, SPECIAL -> missing.add(Names.printable(shown));
      }
    }
  }

  private static void file(
      OpenDirectory directory, Entry entry, String shown, ZipOutputStream zip, List<String> missing)
      throws IOException {
    ZipEntry zipped = new ZipEntry(shown);
    zipped.setTime(entry.modified() / 1_000_000);
    zip.putNextEntry(zipped);
    try {
      directory.copy(entry, zip);
    } catch (java.nio.file.FileSystemException | OpenDirectory.ChangedWhileRead e) {
      missing.add(Names.printable(shown) + ": cannot be read");
    }
    zip.closeEntry();
  }

  private void collect(
      OpenDirectory directory, String prefix, int depth, int most, List<Item> items)
      throws IOException {
    for (Entry entry : directory.list(MOST_ENTRIES)) {
      String name = entry.name();
      if (name == null || items.size() >= most || (prefix.isEmpty() && name.equals(".git"))) {
        continue;
      }
      items.add(item(prefix + name, entry));
      if (depth > 1 && entry.kind() == Entry.Kind.DIRECTORY) {
        try (OpenDirectory below = directory.directory(entry)) {
          collect(below, prefix + name + "/", Math.min(depth, MOST_DEPTH) - 1, most, items);
        } catch (java.nio.file.FileSystemException | OpenDirectory.ChangedWhileRead e) {
          // The folder itself is listed; what is in it cannot be.
        }
      }
    }
  }

  private interface Visit<T> {
    T at(OpenDirectory parent, Entry entry) throws IOException;
  }

  private static <T> Optional<T> in(OpenDirectory root, List<String> names, Visit<T> visit)
      throws IOException {
    List<String> above = names.subList(0, names.size() - 1);
    String last = names.get(names.size() - 1);
    Optional<OpenDirectory> parent = above.isEmpty() ? Optional.of(root) : root.descend(above);
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    OpenDirectory opened = parent.get();
    try {
      Optional<Entry> entry = opened.stat(last);
      return entry.isEmpty() ? Optional.empty() : Optional.of(visit.at(opened, entry.get()));
    } finally {
      if (opened != root) {
        opened.close();
      }
    }
  }

  /** Null: no path within a workspace. */
  private static @Nullable List<String> names(String path) {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (trimmed.isEmpty()) {
      return List.of();
    }
    List<String> names = List.of(trimmed.split("/", -1));
    boolean odd =
        names.size() > MOST_DEPTH
            || trimmed.indexOf('\0') >= 0
            || names.stream().anyMatch(n -> n.isEmpty() || n.equals(".") || n.equals(".."));
    return odd ? null : names;
  }

  private static String path(List<String> names) {
    return String.join("/", names);
  }

  private static Item item(String path, Entry entry) {
    String kind = entry.kind().name().toLowerCase(java.util.Locale.ROOT);
    String tag = "%x-%x-%x".formatted(entry.key().hashCode(), entry.size(), entry.modified());
    return new Item(
        path,
        kind,
        entry.size(),
        entry.executable(),
        Instant.ofEpochSecond(0, entry.modified()),
        tag);
  }

  private OpenDirectory open(ProjectId project) throws IOException {
    return OpenDirectory.open(data.project(project.toString()));
  }
}
