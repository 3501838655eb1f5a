package codeblocking.container;

import org.jspecify.annotations.Nullable;

/** The Docker engine did not do what was asked; the message says what and why, in words. */
public final class EngineUnavailable extends Exception {
  private final boolean permanent;

  public EngineUnavailable(String message, @Nullable Throwable cause, boolean permanent) {
    super(message, cause);
    this.permanent = permanent;
  }

  /** Asking again cannot help: no such image, for one. */
  public boolean permanent() {
    return permanent;
  }
}
