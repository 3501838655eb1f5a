package codeblocking.workspace;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * FIFOs and devices where git itself would read: git inside would wait there, and a worker of ours
 * with it.
 */
final class GitTraps {
  private static final List<List<String>> READ_BY_GIT =
      List.of(
          path("HEAD"),
          path("config"),
          path("config.worktree"),
          path("commondir"),
          path("index"),
          path("packed-refs"),
          path("shallow"),
          path("refs"),
          path("refs/heads"),
          path("info"),
          path("info/exclude"),
          path("info/attributes"),
          path("info/grafts"),
          path("objects"),
          path("objects/info"),
          path("objects/info/alternates"),
          path("objects/info/commit-graph"),
          path("objects/pack"),
          path("objects/pack/multi-pack-index"));

  private GitTraps() {}

  /** The first one by its path below {@code .git}; null: none where git looks first. */
  static @Nullable String find(OpenDirectory root) throws IOException {
    Optional<OpenDirectory> git = root.descend(List.of(".git"));
    if (git.isEmpty()) {
      return null;
    }
    try (OpenDirectory opened = git.get()) {
      for (List<String> path : READ_BY_GIT) {
        if (trap(opened, path)) {
          return String.join("/", path);
        }
      }
      return null;
    }
  }

  private static boolean trap(OpenDirectory git, List<String> path) throws IOException {
    List<String> parents = path.subList(0, path.size() - 1);
    if (parents.isEmpty()) {
      return trap(git.stat(path.get(0)));
    }
    Optional<OpenDirectory> parent = git.descend(parents);
    if (parent.isEmpty()) {
      return false;
    }
    try (OpenDirectory opened = parent.get()) {
      return trap(opened.stat(path.get(path.size() - 1)));
    }
  }

  private static boolean trap(Optional<Entry> entry) {
    return entry.isPresent() && entry.get().kind() == Entry.Kind.SPECIAL;
  }

  private static List<String> path(String text) {
    return Arrays.asList(text.split("/"));
  }
}
