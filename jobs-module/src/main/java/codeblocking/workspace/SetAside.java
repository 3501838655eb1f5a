package codeblocking.workspace;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Damaged git directories of ours: kept beside the one that takes their place. */
public final class SetAside {
  private static final String DAMAGED = ".damaged-";
  private static final String NEW = ".rebuilt";
  private static final int MOST = 2;

  private SetAside() {}

  /** Moves a damaged one away, at once and as a whole. The oldest go. */
  public static Path setAside(Path gitDir, Path staging, Instant now) throws IOException {
    List<Path> before = of(gitDir);
    for (Path old : before.subList(Math.min(MOST - 1, before.size()), before.size())) {
      TreeRemoval.remove(old, staging);
    }
    Path aside = gitDir.resolveSibling(gitDir.getFileName() + DAMAGED + now.toEpochMilli());
    Files.move(gitDir, aside, StandardCopyOption.ATOMIC_MOVE);
    return aside;
  }

  /** Those that were set aside, newest first. */
  public static List<Path> of(Path gitDir) throws IOException {
    List<Path> found = new ArrayList<>();
    Path parent = gitDir.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      return found;
    }
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(parent, gitDir.getFileName() + DAMAGED + "*")) {
      all.forEach(found::add);
    }
    found.sort(Comparator.comparing(Path::toString).reversed());
    return found;
  }

  /** A new, empty one in the making; what an earlier try left goes. */
  public static Path begin(Path gitDir, Path staging) throws IOException {
    Path making = gitDir.resolveSibling(gitDir.getFileName() + NEW);
    TreeRemoval.remove(making, staging);
    SafeGit.create(making, staging, "main");
    return making;
  }

  /** Puts the new one in its place, complete and on the disk. */
  public static void finish(Path making, Path gitDir) throws IOException {
    Durable.tree(making);
    Durable.move(making, gitDir);
  }

  static void removeAll(Path gitDir, Path staging) throws IOException {
    for (Path each : of(gitDir)) {
      TreeRemoval.remove(each, staging);
    }
    TreeRemoval.remove(gitDir.resolveSibling(gitDir.getFileName() + NEW), staging);
  }
}
