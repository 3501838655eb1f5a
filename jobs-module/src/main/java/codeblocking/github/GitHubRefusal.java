package codeblocking.github;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GitHub did not do it; the message says why and what the user can do. */
public final class GitHubRefusal extends Exception {
  /** What kind of no it was. */
  public enum Kind {
    /** Nothing was heard, or a failure of its own. */
    AWAY,
    /** Too many requests. */
    LIMIT,
    /** The user must do something: a credential, a right, another name. */
    USER,
    /** There is no such thing, or this credential does not see it. */
    MISSING
  }

  private final Kind kind;
  private final Optional<Duration> after;

  GitHubRefusal(Kind kind, String message, Optional<Duration> after, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.after = after;
  }

  public Kind kind() {
    return kind;
  }

  /** Not sooner than this. */
  public Optional<Duration> after() {
    return after;
  }
}
