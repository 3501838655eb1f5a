package codeblocking.workspace;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;

/** Removes a tree relative to open directories: a link in it is removed, never followed. */
final class TreeRemoval {
  /** An open directory for each level; deeper trees are taken apart. */
  private static final int MOST_DEPTH = 100;

  private final SecureDirectoryStream<Path> trash;

  private TreeRemoval(SecureDirectoryStream<Path> trash) {
    this.trash = trash;
  }

  /** Moves it to {@code staging} at once, so that it is gone as a whole, then takes it apart. */
  static void remove(Path tree, Path staging) throws IOException {
    Files.createDirectories(staging);
    Path bin = staging.resolve("trash-" + UUID.randomUUID());
    Files.createDirectory(bin);
    try {
      Files.move(tree, bin.resolve("tree"));
    } catch (NoSuchFileException e) {
      Files.delete(bin);
      return;
    }
    empty(bin);
    Files.delete(bin);
  }

  /** Trash that a crash left. */
  static void emptyLeftovers(Path staging) throws IOException {
    if (!Files.isDirectory(staging)) {
      return;
    }
    try (var bins = Files.newDirectoryStream(staging, "trash-*")) {
      for (Path bin : bins) {
        empty(bin);
        Files.delete(bin);
      }
    }
  }

  private static void empty(Path bin) throws IOException {
    boolean more = true;
    while (more) {
      try (OpenDirectory opened = OpenDirectory.open(bin);
          OpenDirectory target = OpenDirectory.open(bin)) {
        more = new TreeRemoval(target.stream()).contents(opened, 0);
      }
    }
  }

  /** Answers whether something was moved up to the bin, so that another round is needed. */
  private boolean contents(OpenDirectory directory, int depth) throws IOException {
    boolean moved = false;
    List<Entry> entries = directory.list(Integer.MAX_VALUE);
    for (Entry entry : entries) {
      if (entry.kind() != Entry.Kind.DIRECTORY) {
        directory.stream().deleteFile(entry.raw());
        continue;
      }
      if (depth >= MOST_DEPTH) {
        directory.stream().move(entry.raw(), trash, Path.of("deep-" + UUID.randomUUID()));
        moved = true;
        continue;
      }
      open(directory, entry);
      try (OpenDirectory below = directory.directory(entry)) {
        moved |= contents(below, depth + 1);
      }
      directory.stream().deleteDirectory(entry.raw());
    }
    return moved;
  }

  /** A server that is not root may remove from its own directories only when they let it. */
  private static void open(OpenDirectory directory, Entry entry) throws IOException {
    PosixFileAttributeView view =
        directory.stream()
            .getFileAttributeView(entry.raw(), PosixFileAttributeView.class, NOFOLLOW_LINKS);
    try {
      view.setPermissions(PosixFilePermissions.fromString("rwx------"));
    } catch (IOException | UnsupportedOperationException e) {
      // Then the removal itself says what is wrong.
    }
  }
}
