package codeblocking.workspace;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A directory held open: its entries are reached relative to it, so that no link put in place of a
 * parent leads elsewhere.
 */
public final class OpenDirectory implements Closeable {
  private static final int BUFFER = 64 * 1024;
  private static final long READ_SECONDS = 120;

  private final SecureDirectoryStream<Path> stream;
  // For readlink only, which Java has no relative form of.
  private final Path path;

  private OpenDirectory(SecureDirectoryStream<Path> stream, Path path) {
    this.stream = stream;
    this.path = path;
  }

  /** Opens a directory whose parent is ours; it must not be a link. */
  public static OpenDirectory open(Path directory) throws IOException {
    Path parent = directory.toAbsolutePath().getParent();
    Path name = directory.getFileName();
    if (parent == null || name == null) {
      throw new NotDirectoryException(directory.toString());
    }
    try (DirectoryStream<Path> above = Files.newDirectoryStream(parent)) {
      OpenDirectory opened = new OpenDirectory(secure(above, parent), parent);
      Entry entry =
          opened.stat(name).orElseThrow(() -> new NoSuchFileException(directory.toString()));
      return opened.directory(entry);
    }
  }

  /** A subdirectory, which must be the one that was looked at. */
  public OpenDirectory directory(Entry entry) throws IOException {
    if (entry.kind() != Entry.Kind.DIRECTORY) {
      throw new NotDirectoryException(entry.shown());
    }
    SecureDirectoryStream<Path> below =
        OpenGuard.open(
            stream, entry.raw(), () -> stream.newDirectoryStream(entry.raw(), NOFOLLOW_LINKS));
    OpenDirectory opened = new OpenDirectory(below, path.resolve(entry.raw()));
    try {
      PosixFileAttributes self =
          below.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
      if (!self.isDirectory() || !entry.key().equals(self.fileKey())) {
        throw new ChangedWhileRead(entry.shown());
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      below.close();
      throw e;
    }
  }

  /** Follows names down; empty where one is missing or no directory. The caller closes it. */
  public Optional<OpenDirectory> descend(List<String> names) throws IOException {
    OpenDirectory current = this;
    for (String name : names) {
      OpenDirectory above = current;
      try {
        Optional<Entry> entry = above.stat(name);
        if (entry.isEmpty() || entry.get().kind() != Entry.Kind.DIRECTORY) {
          return Optional.empty();
        }
        current = above.directory(entry.get());
      } finally {
        if (above != this) {
          above.close();
        }
      }
    }
    return Optional.of(current);
  }

  public Optional<Entry> stat(String name) throws IOException {
    return name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0
        ? Optional.empty()
        : stat(Names.path(name));
  }

  Optional<Entry> stat(Path name) throws IOException {
    try {
      PosixFileAttributes a =
          stream
              .getFileAttributeView(name, PosixFileAttributeView.class, NOFOLLOW_LINKS)
              .readAttributes();
      Entry.Kind kind =
          a.isRegularFile()
              ? Entry.Kind.FILE
              : a.isDirectory()
                  ? Entry.Kind.DIRECTORY
                  : a.isSymbolicLink() ? Entry.Kind.LINK : Entry.Kind.SPECIAL;
      return Optional.of(
          new Entry(
              name,
              Names.text(name),
              kind,
              a.size(),
              a.permissions().contains(PosixFilePermission.OWNER_EXECUTE),
              a.lastModifiedTime().to(TimeUnit.NANOSECONDS),
              a.fileKey()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * The entries in the order of their bytes, the same each time; once for an open directory.
   *
   * @throws TooManyEntries beyond {@code most}
   */
  List<Entry> list(int most) throws IOException {
    List<Entry> entries = first(most < Integer.MAX_VALUE ? most + 1 : most);
    if (entries.size() > most) {
      throw new TooManyEntries();
    }
    return entries;
  }

  /** As many entries as {@code most}, in the order of their bytes; once for an open directory. */
  public List<Entry> first(int most) throws IOException {
    // The bytes once for each, and not for each comparison.
    List<Map.Entry<byte[], Entry>> entries = new ArrayList<>();
    try {
      for (Path name : stream) {
        if (entries.size() >= most) {
          break;
        }
        // A stream of a relative directory gives names alone or with a prefix, by JDK version.
        Path last = name.getFileName();
        stat(last == null ? name : last)
            .ifPresent(entry -> entries.add(Map.entry(Names.bytes(entry.raw()), entry)));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort(Map.Entry.comparingByKey(Arrays::compareUnsigned));
    return entries.stream().map(Map.Entry::getValue).toList();
  }

  /** A small file's bytes; null: it is missing, no regular file, or larger than {@code most}. */
  byte @Nullable [] readSmall(String name, int most) throws IOException {
    Optional<Entry> entry = stat(name);
    if (entry.isEmpty() || entry.get().kind() != Entry.Kind.FILE || entry.get().size() > most) {
      return null;
    }
    return read(entry.get());
  }

  byte[] read(Entry entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.min(entry.size(), 1 << 30));
    copy(entry, bytes);
    return bytes.toByteArray();
  }

  /** A regular file's content, which must be of the one that was looked at. */
  public SeekableByteChannel file(Entry entry) throws IOException {
    SeekableByteChannel channel =
        OpenGuard.open(
            stream,
            entry.raw(),
            () ->
                stream.newByteChannel(
                    entry.raw(), Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS)));
    try {
      if (entry.kind() != Entry.Kind.FILE || stat(entry.raw()).filter(entry::sameFile).isEmpty()) {
        throw new ChangedWhileRead(entry.shown());
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Copies as many bytes as the file had when looked at, or fewer where it shrank. */
  long copy(Entry entry, OutputStream out) throws IOException {
    SeekableByteChannel channel = file(entry);
    OpenGuard.Waiting deadline = OpenGuard.closeAfter(channel, READ_SECONDS);
    try (channel) {
      return copy(channel, entry.size(), out);
    } finally {
      deadline.done();
    }
  }

  /** Copies {@code most} bytes, or fewer where there are no more; answers how many. */
  public static long copy(SeekableByteChannel channel, long most, OutputStream out)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(1, Math.min(BUFFER, most)));
    WritableByteChannel to = Channels.newChannel(out);
    long left = most;
    while (left > 0) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), left));
      int read = channel.read(buffer);
      if (read < 0) {
        break;
      }
      buffer.flip();
      to.write(buffer);
      left -= read;
    }
    return most - left;
  }

  /**
   * A link's text. Java has no readlinkat: a parent swapped for a link in this instant could lend
   * the text of another link, so the entry is looked at by both ways, before and after.
   */
  byte[] link(Entry entry) throws IOException {
    Path absolute = path.resolve(entry.raw());
    checkSame(entry, absolute);
    byte[] target = Names.bytes(Files.readSymbolicLink(absolute));
    checkSame(entry, absolute);
    if (target.length != entry.size()) {
      throw new ChangedWhileRead(entry.shown());
    }
    return target;
  }

  private void checkSame(Entry entry, Path absolute) throws IOException {
    Object key =
        Files.readAttributes(absolute, PosixFileAttributes.class, NOFOLLOW_LINKS).fileKey();
    if (!entry.key().equals(key) || stat(entry.raw()).filter(entry::sameFile).isEmpty()) {
      throw new ChangedWhileRead(entry.shown());
    }
  }

  /** Of the directory itself. */
  PosixFileAttributes attributes() throws IOException {
    return stream.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
  }

  SecureDirectoryStream<Path> stream() {
    return stream;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream, Path directory)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new IOException(
        directory + " is on a file system without openat; workspaces need one that has it");
  }

  /** Somebody swapped or removed it between look and read; a later save sees what it is then. */
  public static final class ChangedWhileRead extends IOException {
    private ChangedWhileRead(String name) {
      super(name + " was replaced while it was read");
    }
  }

  /** A directory holds more than will be looked at. */
  static final class TooManyEntries extends IOException {}
}
