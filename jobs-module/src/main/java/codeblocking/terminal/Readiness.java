package codeblocking.terminal;

import codeblocking.project.ProjectId;
import codeblocking.project.UserId;

/** Tells when a project's container is there; by event, never by asking again. */
public interface Readiness {
  /** The listener hears {@code ready} or {@code failed} once, unless it is closed before. */
  Subscription whenReady(ProjectId project, UserId user, ReadinessListener listener);

  /** Ends the telling; idempotent. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
