package codeblocking.prewarm;

import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hunches that have not ended, and how often they were right: they outlive a restart. */
public interface IntentRecords {
  /** Notes it with the user's new score, both or neither. */
  void begin(Intent intent, IntentScore score);

  Optional<Intent> find(ProjectId project);

  /** Oldest first; {@code user} null: of everybody. */
  List<Intent> live(@Nullable UserId user);

  /**
   * Forgets it and counts how it ended, once: false where somebody else was sooner.
   *
   * @param change makes the user's new score of the one before
   */
  boolean end(Intent intent, java.util.function.UnaryOperator<IntentScore> change);

  Optional<IntentScore> score(UserId user);
}
