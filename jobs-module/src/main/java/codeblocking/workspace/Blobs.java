package codeblocking.workspace;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;

/** Where a walk's objects go: into one pack, or nowhere when only their ids are wanted. */
final class Blobs implements AutoCloseable {
  private static final int IN_MEMORY = 4 << 20;

  private final ObjectInserter inserter;
  private final boolean write;
  private final Path staging;

  private Blobs(ObjectInserter inserter, boolean write, Path staging) {
    this.inserter = inserter;
    this.write = write;
    this.staging = staging;
  }

  static Blobs writing(Repository repository, Path staging) {
    PackInserter pack = ((ObjectDirectory) repository.getObjectDatabase()).newPackInserter();
    pack.checkExisting(true);
    return new Blobs(pack, true, staging);
  }

  static Blobs hashing(Path staging) {
    return new Blobs(new ObjectInserter.Formatter(), false, staging);
  }

  /** The failure is ours, of the disk or the pack, and not of the entry that was read. */
  boolean broken(IOException failure) {
    return failure instanceof Broken;
  }

  boolean writes() {
    return write;
  }

  ObjectId blob(byte[] bytes) throws IOException {
    return ours(
        () ->
            write
                ? inserter.insert(Constants.OBJ_BLOB, bytes)
                : inserter.idFor(Constants.OBJ_BLOB, bytes));
  }

  /** Whether what was saved before has CRLF line ends; asked only where that matters. */
  interface Before {
    boolean crlf() throws IOException;
  }

  /**
   * A file's blob. A large one is copied first: a file that shrinks while it is read would break
   * the pack, which needs to know the length ahead.
   */
  ObjectId file(OpenDirectory directory, Entry entry, Conversion conversion, Before before)
      throws IOException {
    if (entry.size() <= IN_MEMORY) {
      byte[] bytes = directory.read(entry);
      if (!converts(new ByteArrayInputStream(bytes), conversion, before)) {
        return blob(bytes);
      }
      ByteArrayOutputStream converted = new ByteArrayOutputStream(bytes.length);
      LineEnds.writeLf(new ByteArrayInputStream(bytes), converted);
      return blob(converted.toByteArray());
    }
    Path copy = temporary();
    try {
      try (OutputStream out = ours(() -> new Ours(Files.newOutputStream(copy)))) {
        var unused = directory.copy(entry, out);
      }
      return ours(() -> copied(copy, conversion, before));
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private ObjectId copied(Path copy, Conversion conversion, Before before) throws IOException {
    boolean converts;
    try (InputStream in = Files.newInputStream(copy)) {
      converts = converts(in, conversion, before);
    }
    return converts ? converted(copy) : blob(copy);
  }

  private static boolean converts(InputStream in, Conversion conversion, Before before)
      throws IOException {
    // Git leaves a file alone that it would have to guess about and that had CRLF before.
    return conversion.lineEnds()
        && LineEnds.of(in).toLf(conversion)
        && !(conversion.guesses() && before.crlf());
  }

  private ObjectId converted(Path copy) throws IOException {
    Path converted = temporary();
    try {
      try (InputStream in = Files.newInputStream(copy);
          OutputStream out = Files.newOutputStream(converted)) {
        LineEnds.writeLf(in, out);
      }
      return blob(converted);
    } finally {
      Files.deleteIfExists(converted);
    }
  }

  private Path temporary() throws IOException {
    return ours(() -> Files.createTempFile(Files.createDirectories(staging), "blob-", ""));
  }

  private ObjectId blob(Path file) throws IOException {
    long length = Files.size(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return ours(
          () ->
              write
                  ? inserter.insert(Constants.OBJ_BLOB, length, in)
                  : inserter.idFor(Constants.OBJ_BLOB, length, in));
    }
  }

  ObjectId tree(TreeFormatter tree) throws IOException {
    return ours(() -> write ? inserter.insert(tree) : inserter.idFor(tree));
  }

  void flush() throws IOException {
    if (write) {
      inserter.flush();
    }
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  private static <T> T ours(Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (Broken e) {
      throw e;
    } catch (IOException e) {
      throw new Broken(e);
    }
  }

  /** A full disk is no property of the file that is read. */
  private static final class Ours extends BufferedOutputStream {
    Ours(OutputStream out) {
      super(out);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      var unused =
          ours(
              () -> {
                super.write(bytes, offset, length);
                return this;
              });
    }

    @Override
    public void close() throws IOException {
      var unused =
          ours(
              () -> {
                super.close();
                return this;
              });
    }
  }

  private static final class Broken extends IOException {
    Broken(IOException cause) {
      super("the git directory cannot be written: " + cause.getMessage(), cause);
    }
  }

  @Override
  public void close() {
    inserter.close();
  }
}
