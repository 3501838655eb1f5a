package codeblocking.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import codeblocking.project.InvalidInput;
import codeblocking.workspace.GitNames;

/** Paths that something may be written to, so that a save can hold it. */
final class Writable {
  /** Deeper, no save would look. */
  private static final int DEEPEST = 100;

  private static final int LONGEST_NAME = 255;

  /** What stands for bytes that were no UTF-8. */
  private static final char REPLACED = '\uFFFD';

  private Writable() {}

  static void check(String field, FilePath path) {
    if (path.isRoot()) {
      throw new InvalidInput(field, "must name something in the workspace");
    }
    if (path.names().size() > DEEPEST) {
      throw new InvalidInput(field, "must be at most 100 folders deep");
    }
    for (String name : path.names()) {
      if (!UTF_8.newEncoder().canEncode(name)
          || name.indexOf(REPLACED) >= 0
          || name.getBytes(UTF_8).length > LONGEST_NAME) {
        throw new InvalidInput(field, "must hold names of at most 255 bytes in UTF-8");
      }
      if (GitNames.refusal(name, false) != null) {
        throw new InvalidInput(field, "must not hold .git, or a name that git takes for it");
      }
    }
  }
}
