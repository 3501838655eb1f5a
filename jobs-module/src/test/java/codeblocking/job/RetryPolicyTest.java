package codeblocking.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Instant ACCEPTED = Instant.parse("2026-01-01T00:00:00Z");
  private static final double NO_JITTER = 0.5;

  private static Optional<Duration> pause(JobKind kind, int attempt, Duration later) {
    return RetryPolicy.of(kind)
        .pause(attempt, ACCEPTED, ACCEPTED.plus(later), Duration.ZERO, NO_JITTER);
  }

  @Test
  void pauses_double_up_to_the_cap() {
    assertThat(pause(JobKind.PERSIST, 1, Duration.ZERO)).contains(Duration.ofSeconds(1));
    assertThat(pause(JobKind.PERSIST, 2, Duration.ZERO)).contains(Duration.ofSeconds(2));
    assertThat(pause(JobKind.PERSIST, 40, Duration.ZERO)).contains(Duration.ofMinutes(5));
  }

  @Test
  void a_prewarm_is_soon_or_not_at_all() {
    assertThat(pause(JobKind.PREWARM, 4, Duration.ofSeconds(3))).isPresent();
    assertThat(pause(JobKind.PREWARM, 5, Duration.ofSeconds(3))).isEmpty();
  }

  @Test
  void a_save_is_tried_for_a_day() {
    assertThat(pause(JobKind.PERSIST, 300, Duration.ofHours(23))).isPresent();
    assertThat(pause(JobKind.PERSIST, 300, Duration.ofHours(24))).isEmpty();
  }

  @Test
  void jitter_spreads_by_a_fifth_each_way() {
    RetryPolicy policy = RetryPolicy.of(JobKind.PERSIST);
    assertThat(policy.pause(1, ACCEPTED, ACCEPTED, Duration.ZERO, 0.0))
        .contains(Duration.ofMillis(800));
    assertThat(policy.pause(1, ACCEPTED, ACCEPTED, Duration.ZERO, 1.0))
        .contains(Duration.ofMillis(1200));
  }

  @Test
  void the_other_side_may_ask_for_longer_and_not_for_sooner() {
    RetryPolicy policy = RetryPolicy.of(JobKind.PERSIST);
    Duration minute = Duration.ofMinutes(1);
    assertThat(policy.pause(1, ACCEPTED, ACCEPTED, minute, NO_JITTER)).contains(minute);
    assertThat(policy.pause(9, ACCEPTED, ACCEPTED, minute, NO_JITTER).orElseThrow())
        .isGreaterThan(minute);
  }

  @Test
  void what_is_put_off_without_a_try_comes_when_asked_and_not_all_at_once() {
    RetryPolicy policy = RetryPolicy.of(JobKind.PERSIST);
    Duration minute = Duration.ofMinutes(1);
    assertThat(policy.putOff(ACCEPTED, ACCEPTED, minute, 0.0)).contains(minute);
    assertThat(policy.putOff(ACCEPTED, ACCEPTED, minute, 1.0)).contains(Duration.ofSeconds(72));
  }

  @Test
  void being_put_off_ends_with_the_horizon_too() {
    RetryPolicy policy = RetryPolicy.of(JobKind.PERSIST);
    assertThat(
            policy.putOff(
                ACCEPTED, ACCEPTED.plus(Duration.ofHours(24)), Duration.ofSeconds(1), NO_JITTER))
        .isEmpty();
  }
}
