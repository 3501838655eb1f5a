package codeblocking.workspace;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * Files in the making, in a directory of ours beside the workspaces: each is complete, with its
 * owner and mode, before it is moved to where others see it.
 */
final class StagedFiles implements Closeable {
  private static final String FILE = "file";
  private static final String DIRECTORY = "directory";

  private final Path directory;
  private final OpenDirectory opened;
  private final Owner owner;

  private StagedFiles(Path directory, Owner owner) throws IOException {
    this.directory = directory;
    this.opened = OpenDirectory.open(directory);
    this.owner = owner;
  }

  static StagedFiles in(Path staging, Owner owner) throws IOException {
    Files.createDirectories(staging);
    // Named as what a crash leaves, which the next start takes away.
    Path directory =
        Files.createDirectory(
            staging.resolve("trash-making-" + UUID.randomUUID()),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new StagedFiles(directory, owner);
  }

  /** Where the next file or link is to be made; what was made before and not put is gone. */
  Path next() throws IOException {
    Files.deleteIfExists(made());
    return made();
  }

  /** What was made last and not put yet. */
  Path made() {
    return directory.resolve(FILE);
  }

  /**
   * Puts what was made in its place, over a file or link that is there.
   *
   * @return as it is put, whatever others make of it from then on
   */
  Entry put(OpenDirectory parent, Path name) throws IOException {
    give(made());
    Entry made = opened.stat(FILE).orElseThrow(() -> new NoSuchFileException(FILE));
    opened.stream().move(Path.of(FILE), parent.stream(), name);
    return made;
  }

  /** Makes a directory where there is nothing. */
  void putDirectory(OpenDirectory parent, Path name) throws IOException {
    Path made = Files.createDirectories(directory.resolve(DIRECTORY));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
    give(made);
    opened.stream().move(Path.of(DIRECTORY), parent.stream(), name);
  }

  private void give(Path made) throws IOException {
    if (!owner.equals(Owner.self())) {
      Files.setAttribute(made, "unix:gid", owner.gid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(made, "unix:uid", owner.uid(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  @Override
  public void close() throws IOException {
    opened.close();
    Files.deleteIfExists(made());
    Files.deleteIfExists(directory.resolve(DIRECTORY));
    Files.deleteIfExists(directory);
  }
}
