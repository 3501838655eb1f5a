package codeblocking.event;

import codeblocking.page.Page;
import codeblocking.project.UserId;
import org.jspecify.annotations.Nullable;

/** The audit: who did what to which job, queue or pool, and why. Acts are events of the feed. */
public interface Acts {
  /** Newest first. */
  Page<Act> list(@Nullable String cursor, int limit);

  /** What somebody did to a pool, which has no row of its own that would tell. */
  void ofPool(UserId actor, String act, String environment, String reason);
}
