package codeblocking.web.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LookRuleTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static boolean due(
      @Nullable Duration lookedAgo, @Nullable Duration sinceAgo, @Nullable Duration lastAgo) {
    return LookRule.isDue(
        new LookRule.Facts(
            lookedAgo == null ? null : NOW.minus(lookedAgo),
            sinceAgo == null || lastAgo == null
                ? null
                : new LookRule.Active(NOW.minus(sinceAgo), NOW.minus(lastAgo)),
            false),
        NOW);
  }

  @Test
  void what_was_never_looked_at_is_due() {
    assertThat(due(null, null, null)).isTrue();
  }

  @Test
  void what_was_typed_has_its_effect_before_it_is_looked_at() {
    Duration looked = Duration.ofSeconds(10);
    assertThat(due(looked, Duration.ofMillis(100), Duration.ofMillis(100))).isFalse();
    assertThat(due(looked, Duration.ofMillis(900), Duration.ofMillis(499))).isFalse();
    assertThat(due(looked, Duration.ofMillis(900), Duration.ofMillis(500))).isTrue();
  }

  @Test
  void output_without_end_does_not_put_the_look_off_for_ever() {
    Duration looked = Duration.ofSeconds(10);
    assertThat(due(looked, Duration.ofSeconds(3), Duration.ofMillis(1))).isFalse();
    assertThat(due(looked, Duration.ofSeconds(4), Duration.ofMillis(1))).isTrue();
  }

  @Test
  void a_silent_workspace_is_looked_at_now_and_then() {
    assertThat(due(Duration.ofSeconds(29), null, null)).isFalse();
    assertThat(due(Duration.ofSeconds(30), null, null)).isTrue();
  }

  @Test
  void a_save_that_went_on_is_looked_at_at_once() {
    assertThat(LookRule.isDue(new LookRule.Facts(NOW, null, true), NOW)).isTrue();
  }
}
