package codeblocking.job;

import org.jspecify.annotations.Nullable;

/** A failure that only a person can cure; the message says what failed and what they can do. */
public final class NeedsPerson extends Exception {
  public NeedsPerson(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
