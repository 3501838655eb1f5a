package codeblocking.container;

import org.jspecify.annotations.Nullable;

/** The Docker engine did not do what was asked; the message says what and why, in words. */
public final class EngineUnavailable extends Exception {
  private final String reason;
  private final boolean permanent;

  public EngineUnavailable(String reason, @Nullable Throwable cause, boolean permanent) {
    super(reason, cause);
    this.reason = reason;
    this.permanent = permanent;
  }

  /** What failed and why, in words. */
  public String reason() {
    return reason;
  }

  /** Asking again cannot help: no such image, for one. */
  public boolean permanent() {
    return permanent;
  }
}
