package codeblocking.workspace;

import codeblocking.workspace.TreeChanges.Change;
import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.UUID;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Files in the making, in a directory of ours beside the workspaces: each is complete, with its
 * owner and mode, before it is moved to where others see it.
 */
final class StagedFiles implements Closeable {
  private static final C LIBRARY = Native.load("c", C.class);

  private final Path directory;
  private final OpenDirectory opened;
  private final Owner owner;
  private final ObjectReader reader;
  private final TreeAttributes attributes;

  private StagedFiles(Path directory, Owner owner, ObjectReader reader, TreeAttributes attributes)
      throws IOException {
    this.directory = directory;
    this.opened = OpenDirectory.open(directory);
    this.owner = owner;
    this.reader = reader;
    this.attributes = attributes;
  }

  static StagedFiles in(Path staging, Owner owner, ObjectReader reader, TreeAttributes attributes)
      throws IOException {
    Files.createDirectories(staging);
    // Named as what a crash leaves, which the next start takes away.
    Path directory =
        Files.createDirectory(
            staging.resolve("trash-restore-" + UUID.randomUUID()),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new StagedFiles(directory, owner, reader, attributes);
  }

  /** Puts a file or link in its place, over a file or link that is there. */
  void put(Change change, OpenDirectory parent, Path name) throws IOException {
    Path made = directory.resolve("file");
    Files.deleteIfExists(made);
    ObjectLoader blob = reader.open(change.toId(), Constants.OBJ_BLOB);
    if (change.to() == FileMode.SYMLINK) {
      symlink(blob.getBytes(), made);
    } else {
      write(change, blob, made);
      String mode = change.to() == FileMode.EXECUTABLE_FILE ? "rwxr-xr-x" : "rw-r--r--";
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
    }
    give(made);
    opened.stream().move(Path.of("file"), parent.stream(), name);
  }

  /** Makes a directory where there is nothing. */
  void putDirectory(OpenDirectory parent, Path name) throws IOException {
    Path made = Files.createDirectories(directory.resolve("directory"));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
    give(made);
    opened.stream().move(Path.of("directory"), parent.stream(), name);
  }

  private void write(Change change, ObjectLoader blob, Path to) throws IOException {
    Conversion conversion = attributes.of(change.names());
    boolean converts = false;
    if (conversion.crlfOut()) {
      try (InputStream in = blob.openStream()) {
        converts = LineEnds.of(in).toCrlf(conversion);
      }
    }
    try (InputStream in = blob.openStream();
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
      if (converts) {
        LineEnds.writeCrlf(in, out);
      } else {
        in.transferTo(out);
      }
    }
  }

  private void give(Path made) throws IOException {
    if (!owner.equals(Owner.self())) {
      Files.setAttribute(made, "unix:gid", owner.gid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(made, "unix:uid", owner.uid(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** The C library's function, by its own name. */
  interface C extends Library {
    int symlink(byte[] target, byte[] path) throws LastErrorException;
  }

  /** Java would tidy the text up: {@code a//b/} is another link than {@code a/b}. */
  private static void symlink(byte[] target, Path at) throws IOException {
    byte[] path = Names.bytes(at.toAbsolutePath());
    try {
      LIBRARY.symlink(ended(target), ended(path));
    } catch (LastErrorException e) {
      throw new IOException("symlink: " + e.getMessage(), e);
    }
  }

  private static byte[] ended(byte[] text) {
    return Arrays.copyOf(text, text.length + 1);
  }

  @Override
  public void close() throws IOException {
    opened.close();
    Files.deleteIfExists(directory.resolve("file"));
    Files.deleteIfExists(directory.resolve("directory"));
    Files.deleteIfExists(directory);
  }
}
