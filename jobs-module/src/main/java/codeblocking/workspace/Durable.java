package codeblocking.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts what we wrote on the disk before anybody is told of it. Only for trees that are ours, unless
 * it says so.
 */
public final class Durable {
  private Durable() {}

  public static void file(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  public static void directory(Path directory) throws IOException {
    file(directory);
  }

  /** What was made, moved or removed in a directory that is not ours, held open. */
  static void directory(OpenDirectory directory) throws IOException {
    try (SeekableByteChannel self =
        directory.stream()
            .newByteChannel(
                Path.of("."), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      if (self instanceof FileChannel channel) {
        channel.force(true);
      }
    }
  }

  /** A loose ref's name, in every directory on the way to it. */
  public static void ref(Path gitDir, String name) throws IOException {
    Path refs = gitDir.resolve("refs");
    Path directory = gitDir.resolve(name).getParent();
    while (directory != null && directory.startsWith(refs)) {
      if (Files.isDirectory(directory)) {
        directory(directory);
      }
      directory = directory.getParent();
    }
  }

  /** Moves to where nothing is yet, together with what tells of it on the disk. */
  static void move(Path from, Path to) throws IOException {
    Path parent = to.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException(to + " is no place to move to");
    }
    Files.createDirectories(parent);
    Files.move(from, to);
    directory(parent);
  }

  public static void tree(Path root) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(root)) {
      all = walk.toList();
    }
    for (Path each : all) {
      if (!Files.isSymbolicLink(each)
          && (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(each))) {
        file(each);
      }
    }
  }
}
