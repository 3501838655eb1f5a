package codeblocking.workspace;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
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

  /** Entries of a directory that are held in memory. */
  private static final int AT_ONCE = 10_000;

  /** Of a directory in which somebody goes on to write. */
  private static final int MOST_ROUNDS = 1_000;

  private final SecureDirectoryStream<Path> trash;

  /** Nobody else writes there: what is looked at is what is opened. */
  private final boolean alone;

  private TreeRemoval(SecureDirectoryStream<Path> trash, boolean alone) {
    this.trash = trash;
    this.alone = alone;
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

  /**
   * Removes a directory where it is, since somebody may work in it: moved away, it would take them
   * along.
   *
   * @return false: it could not be emptied, since it is filled all the while
   */
  static boolean removeInPlace(OpenDirectory parent, Entry directory) throws IOException {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (parent.stat(directory.raw()).filter(directory::sameFile).isEmpty()) {
        return true;
      }
      if (emptied(parent, directory) && deleted(parent, directory)) {
        return true;
      }
    }
    return false;
  }

  private static boolean emptied(OpenDirectory parent, Entry directory) throws IOException {
    try (OpenDirectory opened = parent.directory(directory);
        OpenDirectory top = parent.directory(directory)) {
      return !new TreeRemoval(top.stream(), false).contents(opened, 0);
    } catch (NoSuchFileException
        | NotDirectoryException
        | DirectoryNotEmptyException
        | OpenDirectory.ChangedWhileRead e) {
      // Somebody else removes or makes something there: the next round sees what is left.
      return false;
    }
  }

  private static boolean deleted(OpenDirectory parent, Entry directory) throws IOException {
    try {
      parent.stream().deleteDirectory(directory.raw());
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
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
        more = new TreeRemoval(target.stream(), true).contents(opened, 0);
      }
    }
  }

  /** Answers whether something is left or was moved up to the bin: another round is needed. */
  private boolean contents(OpenDirectory directory, int depth) throws IOException {
    List<Entry> entries = directory.first(AT_ONCE);
    boolean more = entries.size() == AT_ONCE;
    for (Entry entry : entries) {
      if (entry.kind() != Entry.Kind.DIRECTORY) {
        directory.stream().deleteFile(entry.raw());
        continue;
      }
      if (depth >= MOST_DEPTH) {
        directory.stream().move(entry.raw(), trash, Path.of("deep-" + UUID.randomUUID()));
        more = true;
        continue;
      }
      if (alone) {
        open(directory, entry);
      }
      boolean left;
      try (OpenDirectory below = directory.directory(entry)) {
        left = contents(below, depth + 1);
      }
      if (left || !deleted(directory, entry)) {
        more = true;
      }
    }
    return more;
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
