package codeblocking.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.cleanup.StopRule.Decision;
import codeblocking.cleanup.StopRule.Facts;
import codeblocking.cleanup.StopRule.Saved;
import codeblocking.save.Safety;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** S2, case by case. */
class StopRuleTest {
  private static Facts facts(Safety safety, Saved saved) {
    return new Facts(Safety.VERIFIED, safety, true, saved, Duration.ZERO, 1);
  }

  private static Facts tried(Facts facts, int attempt, Duration after) {
    return new Facts(
        facts.least(), facts.safety(), facts.filesStay(), facts.saved(), after, attempt);
  }

  private static Facts removing(Facts facts) {
    return new Facts(
        facts.least(), facts.safety(), false, facts.saved(), facts.after(), facts.attempt());
  }

  @Test
  void what_is_as_safe_as_asked_ends() {
    assertThat(StopRule.of(facts(Safety.VERIFIED, Saved.YES))).isEqualTo(Decision.END);
    assertThat(
            StopRule.of(
                new Facts(Safety.DURABLE, Safety.DURABLE, true, Saved.LATER, Duration.ZERO, 1)))
        .isEqualTo(Decision.END);
  }

  @Test
  void a_remote_that_is_away_for_a_moment_is_waited_for() {
    assertThat(StopRule.of(facts(Safety.DURABLE, Saved.LATER))).isEqualTo(Decision.RETRY);
  }

  @Test
  void a_remote_that_stays_away_or_asks_for_long_patience_is_not() {
    Facts away = facts(Safety.DURABLE, Saved.LATER);
    assertThat(StopRule.of(tried(away, StopRule.TRIES, Duration.ZERO)))
        .isEqualTo(Decision.END_SAFE_HERE);
    assertThat(StopRule.of(tried(away, 1, Duration.ofMinutes(5))))
        .isEqualTo(Decision.END_SAFE_HERE);
  }

  @Test
  void a_remote_that_refuses_is_not_asked_again() {
    assertThat(StopRule.of(facts(Safety.DURABLE, Saved.PERSON))).isEqualTo(Decision.END_SAFE_HERE);
  }

  @Test
  void what_is_in_no_save_never_ends() {
    assertThat(StopRule.of(tried(facts(Safety.UNSAVED, Saved.LATER), 99, Duration.ofDays(1))))
        .isEqualTo(Decision.RETRY);
    assertThat(StopRule.of(facts(Safety.UNSAVED, Saved.PERSON))).isEqualTo(Decision.REFUSE);
    assertThat(StopRule.of(facts(Safety.UNSAVED, Saved.YES))).isEqualTo(Decision.SAVE_ANEW);
  }

  @Test
  void a_directory_that_is_to_go_needs_a_verified_save() {
    Facts away = facts(Safety.DURABLE, Saved.LATER);
    assertThat(StopRule.of(removing(tried(away, 99, Duration.ZERO)))).isEqualTo(Decision.RETRY);
    assertThat(StopRule.of(removing(facts(Safety.DURABLE, Saved.PERSON))))
        .isEqualTo(Decision.REFUSE);
  }
}
