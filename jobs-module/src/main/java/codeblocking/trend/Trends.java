package codeblocking.trend;

import codeblocking.project.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger knows of how it goes. */
public interface Trends {
  /**
   * Projects whose newest work is not in their remote, though it is kept here.
   *
   * @param oldest since when the longest; null: there are none
   */
  record Unpushed(long projects, @Nullable Instant oldest) {}

  /**
   * Jobs that have ended since then, the latest first; at most {@code most}.
   *
   * @param seenBy as in {@link codeblocking.job.JobQuery}
   */
  List<Ended> ended(Instant since, @Nullable UserId seenBy, int most);

  /** Of the projects of that owner; null: of all. */
  Unpushed unpushed(@Nullable UserId owner);
}
