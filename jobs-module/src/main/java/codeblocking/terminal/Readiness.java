package codeblocking.terminal;

import codeblocking.project.Author;
import codeblocking.project.Project;

/** Tells when a project's container is there; by event, never by asking again. */
public interface Readiness {
  /**
   * Starts the container unless it runs. The listener hears {@code ready} or {@code failed} once,
   * unless it is closed before.
   *
   * @param project as it is now
   * @param author of later saves, as the caller's token says now
   */
  Subscription whenReady(Project project, Author author, ReadinessListener listener);

  /** Ends the telling; idempotent. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
