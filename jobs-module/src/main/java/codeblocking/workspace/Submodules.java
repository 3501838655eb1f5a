package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Submodules that the user has added and not yet committed; read as data, as all that is git's. */
final class Submodules {
  private static final String TO = "gitdir: ";
  private static final int SMALL = 4096;

  private Submodules() {}

  /**
   * What is checked out in a directory whose {@code .git} is a file that leads to where git keeps
   * the repositories of submodules; null: it is no such directory.
   */
  static @Nullable ObjectId added(OpenDirectory root, OpenDirectory directory, List<String> path)
      throws IOException {
    byte[] file = directory.readSmall(".git", SMALL);
    String text = file == null ? "" : new String(file, UTF_8).strip();
    List<String> names = text.startsWith(TO) ? below(path, text.substring(TO.length())) : List.of();
    if (names.size() < 3 || !names.subList(0, 2).equals(List.of(".git", "modules"))) {
      return null;
    }
    Optional<OpenDirectory> git = root.descend(names);
    if (git.isEmpty()) {
      return null;
    }
    try (OpenDirectory opened = git.get()) {
      String head = GitStateReader.head(opened);
      return head == null ? null : ObjectId.fromString(head);
    }
  }

  /** The names from the workspace on; empty: it leads out of there. */
  private static List<String> below(List<String> path, String relative) {
    List<String> names = new ArrayList<>(path);
    for (String name : relative.split("/")) {
      if (name.equals("..") && !names.isEmpty()) {
        names.remove(names.size() - 1);
      } else if (name.isEmpty() || name.startsWith("..")) {
        return List.of();
      } else if (!name.equals(".")) {
        names.add(name);
      }
    }
    return names;
  }
}
