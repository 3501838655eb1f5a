package codeblocking.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FloodRuleTest {
  private static final long MILLI = 1_000_000;

  private long now = 77;
  private final FloodRule rule = new FloodRule(now);

  private long after(int bytes) {
    rule.read(bytes);
    return rule.mayWait(now);
  }

  @Test
  void nothing_waits_where_nothing_was_read() {
    assertThat(rule.mayWait(now)).isEqualTo(-1);
    assertThat(after(1)).isZero();
    rule.passedOn(now, true);
    assertThat(rule.mayWait(now)).isEqualTo(-1);
  }

  @Test
  void echoes_of_keys_typed_one_upon_the_other_are_passed_on_at_once() {
    for (int key = 0; key < 100; key++) {
      assertThat(after(1)).as("key %d", key).isZero();
      rule.passedOn(now, true);
      now += 2 * MILLI;
    }
  }

  @Test
  void small_pieces_without_end_are_gathered() {
    int pieces = 0;
    for (int micros = 0; micros < 400_000; micros += 100) {
      now += MILLI / 10;
      if (after(50) == 0) {
        rule.passedOn(now, true);
        pieces++;
      }
    }

    assertThat(pieces).as("in 400 ms").isLessThanOrEqualTo(100 * FloodRule.ECHOES);
  }

  @Test
  void a_flood_is_passed_on_in_large_pieces_and_its_end_after_no_more_than_a_period() {
    assertThat(after(8_000)).isZero();
    rule.passedOn(now, true);
    now += MILLI;

    assertThat(after(8_000)).isEqualTo(3 * MILLI);
    assertThat(after(24_768)).as("it is much").isZero();
    rule.passedOn(now, true);
    assertThat(after(2_000)).isPositive();
    now += FloodRule.PERIOD;
    assertThat(rule.mayWait(now)).isZero();
  }

  /** The lines that make a shell ready are read before anybody is there. */
  @Test
  void what_nobody_was_sent_makes_no_prompt_wait() {
    for (int i = 0; i < 10; i++) {
      rule.read(5_000);
      rule.passedOn(now, false);
    }

    assertThat(after(20)).isZero();
  }
}
