package codeblocking.remote;

import java.util.EnumSet;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectChecker.ErrorType;

/** What every object that comes from outside is checked for. */
public final class Checks {
  private Checks() {}

  /**
   * Strict where an object could do harm, such as a tree that holds {@code .git}; lenient where old
   * tools were merely sloppy, which is why hosts still serve such history.
   */
  public static ObjectChecker objects() {
    return new ObjectChecker()
        .setAllowInvalidPersonIdent(true)
        .setAllowLeadingZeroFileMode(true)
        .setIgnore(
            EnumSet.of(
                ErrorType.ZERO_PADDED_FILEMODE,
                ErrorType.MISSING_EMAIL,
                ErrorType.BAD_EMAIL,
                ErrorType.BAD_DATE,
                ErrorType.BAD_TIMEZONE,
                ErrorType.MISSING_SPACE_BEFORE_DATE));
  }
}
