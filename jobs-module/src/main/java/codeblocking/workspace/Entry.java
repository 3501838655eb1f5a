package codeblocking.workspace;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A directory entry as it was when looked at.
 *
 * @param raw the name as the kernel has it
 * @param name null: not UTF-8
 * @param modified nanoseconds since the epoch
 * @param key device and inode
 */
public record Entry(
    Path raw,
    @Nullable String name,
    Kind kind,
    long size,
    boolean executable,
    long modified,
    Object key) {

  /** What it is; {@code SPECIAL}: a FIFO, a socket or a device. */
  public enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    SPECIAL
  }

  public String shown() {
    return name != null ? Names.printable(name) : Names.printable(raw);
  }

  boolean sameFile(Entry other) {
    return kind == other.kind && key.equals(other.key);
  }
}
