package codeblocking.file;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something in a workspace.
 *
 * @param path from the workspace's root
 * @param size of a file in bytes; else 0
 * @param entries of a folder that was looked into; else null
 */
public record Item(
    String name,
    String path,
    Type type,
    long size,
    Instant modifiedAt,
    @Nullable List<Item> entries) {

  /** What it is. */
  public enum Type {
    FILE,
    FOLDER,
    LINK,
    OTHER;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
