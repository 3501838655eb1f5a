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
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/** Makes files and links of what a tree holds, as git would check them out. */
final class StagedBlobs implements Closeable {
  private static final C LIBRARY = Native.load("c", C.class);

  private final StagedFiles staged;
  private final ObjectReader reader;
  private final TreeAttributes attributes;

  StagedBlobs(StagedFiles staged, ObjectReader reader, TreeAttributes attributes) {
    this.staged = staged;
    this.reader = reader;
    this.attributes = attributes;
  }

  /** Puts a file or link in its place, over a file or link that is there. */
  void put(Change change, OpenDirectory parent, Path name) throws IOException {
    Path made = staged.next();
    ObjectLoader blob = reader.open(change.toId(), Constants.OBJ_BLOB);
    if (change.to() == FileMode.SYMLINK) {
      symlink(blob.getBytes(), made);
    } else {
      write(change, blob, made);
      String mode = change.to() == FileMode.EXECUTABLE_FILE ? "rwxr-xr-x" : "rw-r--r--";
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
    }
    var unused = staged.put(parent, name);
  }

  /** Makes a directory where there is nothing. */
  void putDirectory(OpenDirectory parent, Path name) throws IOException {
    staged.putDirectory(parent, name);
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
    staged.close();
  }
}
