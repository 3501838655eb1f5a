package codeblocking.workspace;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

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
    List<Path> fresh = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(packs, "*.{pack,idx}")) {
      for (Path file : files) {
        Path mark = marks.resolve(file.getFileName() + MARK);
        if (!Files.exists(mark)) {
          syncOrRemove(file);
          fresh.add(mark);
        }
      }
    }
    if (!fresh.isEmpty()) {
      Durable.directory(packs);
    }
    // Only now: a mark says that the pack and its name are on the disk.
    for (Path mark : fresh) {
      Files.newByteChannel(mark, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    }
  }

  private static void syncOrRemove(Path file) throws IOException {
    try {
      Durable.file(file);
    } catch (IOException e) {
      // What could not be written is dropped by the kernel, and the next sync would succeed without
      // it: the pack has to be written anew.
      String name = file.getFileName().toString().replaceAll("\\.(pack|idx)$", "");
      Files.deleteIfExists(file.resolveSibling(name + ".idx"));
      Files.deleteIfExists(file.resolveSibling(name + ".pack"));
      throw e;
    }
  }
}
