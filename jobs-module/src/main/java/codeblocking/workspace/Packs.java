package codeblocking.workspace;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Puts packs on the disk: JGit syncs loose objects and refs, but not the packs that it writes. */
public final class Packs {
  /** Stands beside the packs that are known to be on the disk. */
  private static final String MARK = ".synced";

  private Packs() {}

  public static void sync(Path gitDir) throws IOException {
    Path packs = gitDir.resolve("objects").resolve("pack");
    if (!Files.isDirectory(packs)) {
      return;
    }
    Path marks = gitDir.resolve("codeblocking-synced");
    Files.createDirectories(marks);
    boolean any = false;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(packs, "*.{pack,idx}")) {
      for (Path file : files) {
        Path mark = marks.resolve(file.getFileName() + MARK);
        if (!Files.exists(mark)) {
          Durable.file(file);
          Files.newByteChannel(mark, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
          any = true;
        }
      }
    }
    if (any) {
      Durable.directory(packs);
    }
  }
}
