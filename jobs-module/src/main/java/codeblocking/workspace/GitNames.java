package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectChecker;
import org.jspecify.annotations.Nullable;

/** Names that git refuses in a tree, since on some system they would be its own directory. */
public final class GitNames {
  private static final ObjectChecker CHECKER = new ObjectChecker().setSafeForMacOS(true);

  private GitNames() {}

  /** Why git refuses the name; null: it does not. */
  public static @Nullable String refusal(String name, boolean link) {
    if (name.equals(".git")) {
      return "the git directory of a repository inside this one; its files are saved, its history"
          + " is not";
    }
    byte[] bytes = name.getBytes(UTF_8);
    String lower = name.toLowerCase(Locale.ROOT);
    boolean ntfs = lower.startsWith(".git:") || lower.startsWith("git~1:");
    try {
      CHECKER.checkPathSegment(bytes, 0, bytes.length);
    } catch (CorruptObjectException e) {
      return "git refuses this name";
    }
    if (ntfs || lower.stripTrailing().replaceAll("[ .]+$", "").equals("git~1")) {
      return "git refuses this name";
    }
    return link && lower.equals(".gitmodules") ? "git refuses a link of this name" : null;
  }
}
