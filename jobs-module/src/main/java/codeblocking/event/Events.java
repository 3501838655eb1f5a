package codeblocking.event;

import codeblocking.project.ProjectId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The feed of what happened. */
public interface Events {
  /** Adds one in a transaction of its own; the ledger adds its own with the row they tell of. */
  void add(
      String type, @Nullable ProjectId project, @Nullable String reason, Map<String, String> data);

  /**
   * Events after {@code seq}, in order, none left out that a slow transaction has yet to commit.
   *
   * @param project null: of all
   */
  List<Event> after(long seq, @Nullable ProjectId project, int limit);

  /** The newest there is; 0: none yet. */
  long last();

  /** Runs after each commit that added events, on the committing thread: must not block. */
  void onCommit(Runnable listener);
}
