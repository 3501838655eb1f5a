package codeblocking.prewarm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpareRuleTest {
  private static SpareRule.Stock stock(int ready, int minimum) {
    return new SpareRule.Stock(ready, minimum);
  }

  @Test
  void what_the_pool_has_above_its_minimum_is_spare_however_busy_the_machine_is() {
    assertThat(SpareRule.spare(stock(3, 2), false)).isTrue();
    assertThat(SpareRule.spare(stock(2, 2), false)).isFalse();
  }

  @Test
  void the_last_ready_one_is_kept_for_a_click() {
    assertThat(SpareRule.spare(stock(1, 2), true)).isFalse();
    assertThat(SpareRule.spare(stock(2, 2), true)).isTrue();
  }

  @Test
  void without_a_pool_an_idle_core_is_enough() {
    assertThat(SpareRule.spare(SpareRule.Stock.NONE, true)).isTrue();
    assertThat(SpareRule.spare(SpareRule.Stock.NONE, false)).isFalse();
  }
}
