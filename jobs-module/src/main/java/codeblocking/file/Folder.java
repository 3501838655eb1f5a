package codeblocking.file;

import codeblocking.workspace.OpenGuard;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An open folder of a workspace: everything is looked up relative to it, following no link. */
final class Folder implements Closeable {
  private final SecureDirectoryStream<Path> stream;

  private Folder(SecureDirectoryStream<Path> stream) {
    this.stream = stream;
  }

  /** Goes down one name at a time: a link on the way is no folder. */
  static Folder open(Path root, List<String> names) throws IOException {
    Folder folder = root(root);
    for (String name : names) {
      try (Folder above = folder) {
        folder = above.enter(name);
      }
    }
    return folder;
  }

  private static Folder root(Path root) throws IOException {
    if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException("workspace");
    }
    try (DirectoryStream<Path> slot = Files.newDirectoryStream(root.getParent())) {
      return new Folder(
          secure(secure(slot).newDirectoryStream(root.getFileName(), LinkOption.NOFOLLOW_LINKS)));
    }
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException("this platform cannot open files relative to a directory");
  }

  Folder enter(String name) throws IOException {
    if (!attributes(name).isDirectory()) {
      throw new NoSuchFileException(name);
    }
    try {
      Path entry = path(name);
      return OpenGuard.open(
          stream,
          entry,
          () -> new Folder(secure(stream.newDirectoryStream(entry, LinkOption.NOFOLLOW_LINKS))));
    } catch (FileSystemException e) {
      throw vanished(name, e);
    }
  }

  /**
   * Only after {@link #attributes} has told a regular file; the guard is for one that was swapped.
   */
  SeekableByteChannel read(String name) throws IOException {
    try {
      Path entry = path(name);
      return OpenGuard.open(
          stream,
          entry,
          () ->
              stream.newByteChannel(
                  entry, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    } catch (FileSystemException e) {
      throw vanished(name, e);
    }
  }

  BasicFileAttributes attributes(String name) throws IOException {
    try {
      return stream
          .getFileAttributeView(path(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .readAttributes();
    } catch (FileSystemException e) {
      throw vanished(name, e);
    }
  }

  Optional<BasicFileAttributes> present(String name) throws IOException {
    try {
      return Optional.of(attributes(name));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Once for each open folder, since a stream iterates only once. */
  List<String> names(int most) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      for (Path entry : stream) {
        if (names.size() >= most) {
          break;
        }
        names.add(entry.getFileName().toString());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private static Path path(String name) throws NoSuchFileException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new NoSuchFileException(name);
    }
  }

  /** Removed, unreadable or swapped for a link in between: to the reader there is no such file. */
  private static NoSuchFileException vanished(String name, FileSystemException cause) {
    NoSuchFileException missing = new NoSuchFileException(name);
    missing.initCause(cause);
    return missing;
  }
}
