package codeblocking.web.terminal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a workspace is looked at again. */
final class LookRule {
  /** After the last key or byte of output: what was typed has had its effect by then. */
  static final Duration SETTLED = Duration.ofMillis(500);

  /** While it never settles. */
  static final Duration RESTLESS = Duration.ofSeconds(4);

  /** Work may go on inside without a word. */
  static final Duration SILENT = Duration.ofSeconds(30);

  private LookRule() {}

  /**
   * What is known of a workspace.
   *
   * @param lookedAt null: never
   * @param active null: nothing was typed or printed since the last look
   * @param changed a save went on since the last look
   */
  record Facts(@Nullable Instant lookedAt, @Nullable Active active, boolean changed) {}

  /** First and last key or byte of output since the last look. */
  record Active(Instant since, Instant last) {}

  static boolean isDue(Facts facts, Instant now) {
    Instant looked = facts.lookedAt();
    if (looked == null || facts.changed()) {
      return true;
    }
    Active active = facts.active();
    if (active == null) {
      return !looked.plus(SILENT).isAfter(now);
    }
    return !active.last().plus(SETTLED).isAfter(now) || !active.since().plus(RESTLESS).isAfter(now);
  }
}
