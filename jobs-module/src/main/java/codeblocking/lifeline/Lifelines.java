package codeblocking.lifeline;

import codeblocking.project.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger knows of a window of time. */
public interface Lifelines {
  /**
   * Projects in which something was going on, the latest first.
   *
   * @param isCut something was left out
   */
  record Window(List<Lifeline> lifelines, boolean isCut) {}

  /**
   * From then until now.
   *
   * @param owner of whose projects; null: of all
   */
  Window since(Instant from, @Nullable UserId owner);
}
