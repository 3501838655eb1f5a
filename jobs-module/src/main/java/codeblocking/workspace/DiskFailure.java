package codeblocking.workspace;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;

/** Tells failures of this host's disk from those that somebody else is to blame for. */
public final class DiskFailure {
  /** As the system words ENOSPC, EIO, EDQUOT and EROFS; Java has no types for them. */
  private static final List<String> WORDS =
      List.of(
          "No space left on device",
          "Input/output error",
          "Disk quota exceeded",
          "Read-only file system");

  private DiskFailure() {}

  /** What the system says, where one is among the causes; a peer's words come in other types. */
  public static Optional<String> in(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      String message = one.getMessage();
      if (ofFiles(one) && message != null) {
        Optional<String> said = WORDS.stream().filter(message::contains).findFirst();
        if (said.isPresent()) {
          return said;
        }
      }
    }
    return Optional.empty();
  }

  /** The failure's message, with what the system says where it does not tell. */
  public static String words(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    Optional<String> said = in(failure).filter(words -> !message.contains(words));
    return said.map(words -> message + ": " + words).orElse(message);
  }

  private static boolean ofFiles(Throwable one) {
    return one.getClass() == IOException.class
        || one instanceof FileSystemException
        || one instanceof FileNotFoundException;
  }
}
