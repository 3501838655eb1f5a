package codeblocking.web.terminal;

import org.jspecify.annotations.Nullable;

/**
 * A sentence to the people who look at a project.
 *
 * @param kind {@code idle}, {@code quota}, {@code rescue}, {@code restart} or {@code import}; null:
 *     of no kind
 * @param action that a person may answer with, such as {@code keep}; null: none
 */
public record Notice(String message, @Nullable String kind, @Nullable String action) {
  public static final String IDLE = "idle";
  public static final String QUOTA = "quota";
  public static final String RESCUE = "rescue";
  public static final String RESTART = "restart";
  public static final String IMPORT = "import";
  public static final String KEEP = "keep";

  public static Notice of(String kind, String message) {
    return new Notice(message, kind, null);
  }
}
