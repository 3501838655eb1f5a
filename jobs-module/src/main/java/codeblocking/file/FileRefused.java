package codeblocking.file;

/** A change of a file that is not made; nothing was changed. */
public final class FileRefused extends RuntimeException {
  /** Why. */
  public enum Reason {
    /** There is no such file or folder. */
    MISSING,
    /** What is there is something else, or in use. */
    IN_THE_WAY,
    /** It is not what the caller has seen. */
    CHANGED,
    /** The workspace has no room for it. */
    TOO_LARGE
  }

  private final Reason reason;

  FileRefused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  FileRefused(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
