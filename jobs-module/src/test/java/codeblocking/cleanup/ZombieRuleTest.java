package codeblocking.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.cleanup.ZombieRule.Facts;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ZombieRuleTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final ZombieRule RULE = new ZombieRule(Duration.ofMinutes(5), Duration.ofHours(1));

  private static Instant ago(int minutes) {
    return NOW.minus(Duration.ofMinutes(minutes));
  }

  @Test
  void a_container_unused_for_the_age_is_a_zombie() {
    assertThat(RULE.isZombie(new Facts(0, false, false, ago(5)), NOW)).isTrue();
    assertThat(RULE.isZombie(new Facts(0, false, false, ago(4)), NOW)).isFalse();
  }

  @Test
  void a_container_with_a_session_is_never_a_zombie() {
    assertThat(RULE.isZombie(new Facts(1, false, false, ago(600)), NOW)).isFalse();
  }

  @Test
  void a_container_whose_save_is_pending_is_no_zombie() {
    assertThat(RULE.isZombie(new Facts(0, false, true, ago(600)), NOW)).isFalse();
  }

  @Test
  void a_frozen_container_is_no_zombie() {
    assertThat(RULE.isZombie(new Facts(0, true, false, ago(60)), NOW)).isFalse();
  }

  @Test
  void a_container_whose_time_of_being_frozen_is_long_over_is_one() {
    assertThat(RULE.isZombie(new Facts(0, true, false, ago(65)), NOW)).isTrue();
    assertThat(RULE.isZombie(new Facts(0, true, true, ago(65)), NOW)).isFalse();
  }
}
