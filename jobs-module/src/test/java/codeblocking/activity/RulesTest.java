package codeblocking.activity;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.activity.IdleRule.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When work keeps a container, and when idleness ends one. */
class RulesTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final IdleRule IDLE = new IdleRule(Duration.ofHours(2), Duration.ofHours(1));
  private static final KeepaliveRule KEEP = new KeepaliveRule(Duration.ofMinutes(10));

  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

  private static Instant after(int minutes) {
    return NOON.plus(Duration.ofMinutes(minutes));
  }

  private static Verdict idle(Instant lastWork, int minutes) {
    return IDLE.judge(new IdleRule.Facts(NOON, lastWork), after(minutes));
  }

  @Test
  void whoever_does_nothing_is_told_five_minutes_before_the_end() {
    assertThat(idle(NOON, 114)).isEqualTo(Verdict.STAY);
    assertThat(idle(NOON, 115)).isEqualTo(Verdict.NOTICE);
    assertThat(idle(NOON, 120)).isEqualTo(Verdict.STOP);
  }

  @Test
  void work_that_goes_on_puts_the_end_off() {
    assertThat(idle(after(130), 130)).isEqualTo(Verdict.STAY);
  }

  @Test
  void when_the_work_ends_a_notice_still_comes_before_the_end() {
    assertThat(idle(after(130), 131)).isEqualTo(Verdict.NOTICE);
    assertThat(idle(after(130), 135)).isEqualTo(Verdict.NOTICE);
    assertThat(idle(after(130), 136)).isEqualTo(Verdict.STOP);
  }

  @Test
  void no_work_puts_it_off_for_ever() {
    assertThat(idle(after(236), 236)).isEqualTo(Verdict.NOTICE);
    assertThat(idle(after(240), 240)).isEqualTo(Verdict.STOP);
  }

  @Test
  void work_before_the_last_client_went_keeps_nothing() {
    KeepaliveRule.Facts before = new KeepaliveRule.Facts(NOON, TWO_SECONDS, NOON.minusSeconds(1));
    assertThat(KEEP.keep(before, NOON)).isEmpty();
  }

  @Test
  void what_was_never_measured_is_measured_before_it_is_let_go() {
    KeepaliveRule.Facts young = new KeepaliveRule.Facts(NOON, TWO_SECONDS.minusMillis(1), NOON);
    assertThat(KEEP.keep(young, NOON)).contains(Duration.ofSeconds(2));
    assertThat(KEEP.keep(young, after(10))).isEmpty();
    assertThat(new KeepaliveRule(Duration.ZERO).keep(young, NOON)).isEmpty();
  }

  @Test
  void work_is_looked_at_again_every_half_minute_until_its_time_is_over() {
    KeepaliveRule.Facts goesOn = new KeepaliveRule.Facts(NOON, TWO_SECONDS, after(5));
    assertThat(KEEP.keep(goesOn, after(5))).contains(Duration.ofSeconds(30));
    assertThat(KEEP.keep(goesOn, after(6))).isEmpty();
    KeepaliveRule.Facts late =
        new KeepaliveRule.Facts(NOON, TWO_SECONDS, after(10).minusSeconds(10));
    assertThat(KEEP.keep(late, after(10).minusSeconds(10))).contains(Duration.ofSeconds(10));
    assertThat(KEEP.keep(new KeepaliveRule.Facts(NOON, TWO_SECONDS, after(10)), after(10)))
        .isEmpty();
  }

  @Test
  void output_is_work_and_so_is_more_than_a_fiftieth_of_a_processor() {
    Duration ten = Duration.ofSeconds(10);
    assertThat(WorkRule.works(new WorkRule.Sample(ten, 0, 1))).isTrue();
    assertThat(WorkRule.works(new WorkRule.Sample(ten, 200_000_001, 0))).isTrue();
    assertThat(WorkRule.works(new WorkRule.Sample(ten, 200_000_000, 0))).isFalse();
  }
}
