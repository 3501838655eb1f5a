package codeblocking.prewarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IntentBudgetTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static IntentScore after(IntentScore score, IntentOutcome outcome) {
    return IntentBudget.ended(IntentBudget.spent(score), outcome);
  }

  private static boolean mayAskAgain(IntentScore score) {
    return IntentBudget.refusal(score, 0).isEmpty();
  }

  @Test
  void a_new_user_has_a_few_tries() {
    IntentScore score = IntentBudget.atFirst(NOW);
    assertThat(mayAskAgain(score)).isTrue();
    assertThat(mayAskAgain(IntentBudget.spent(score))).isTrue();
    assertThat(mayAskAgain(IntentBudget.spent(IntentBudget.spent(score)))).isFalse();
  }

  @Test
  void whoever_is_right_may_go_on() {
    IntentScore score = IntentBudget.atFirst(NOW);
    for (int i = 0; i < 20; i++) {
      score = after(score, IntentOutcome.HIT);
    }
    assertThat(score.tokens()).isEqualTo(IntentBudget.MOST);
    assertThat(score.hits()).isEqualTo(20);
  }

  @Test
  void whoever_is_wrong_has_lost_the_token() {
    IntentScore score =
        after(after(IntentBudget.atFirst(NOW), IntentOutcome.MISS), IntentOutcome.MISS);
    assertThat(score.misses()).isEqualTo(2);
    assertThat(IntentBudget.refusal(score, 0)).contains(Duration.ofMinutes(10));
  }

  @Test
  void two_of_three_that_are_right_are_a_rate_that_lasts() {
    IntentScore score = IntentBudget.atFirst(NOW);
    for (int i = 0; i < 30; i++) {
      assertThat(mayAskAgain(score)).isTrue();
      score = after(score, i % 3 == 0 ? IntentOutcome.MISS : IntentOutcome.HIT);
    }
  }

  @Test
  void one_of_three_that_is_right_runs_dry() {
    IntentScore score = IntentBudget.atFirst(NOW);
    int asked = 0;
    while (mayAskAgain(score) && asked < 100) {
      score = after(score, asked % 3 == 0 ? IntentOutcome.HIT : IntentOutcome.MISS);
      asked++;
    }
    assertThat(asked).isLessThan(10);
  }

  @Test
  void what_a_click_took_away_costs_nothing() {
    IntentScore score = IntentBudget.atFirst(NOW);
    assertThat(after(score, IntentOutcome.WITHDRAWN)).isEqualTo(score);
  }

  @Test
  void time_gives_back_up_to_a_bound_and_never_takes() {
    IntentScore spent = new IntentScore(0, NOW, 1, 9);
    assertThat(IntentBudget.refilled(spent, NOW.plus(Duration.ofMinutes(5))).tokens())
        .isEqualTo(0.5);
    assertThat(IntentBudget.refilled(spent, NOW.plus(Duration.ofDays(5))).tokens())
        .isEqualTo(IntentBudget.MOST);
    assertThat(IntentBudget.refilled(spent, NOW.minusSeconds(60)).tokens()).isZero();
  }

  @Test
  void however_rich_only_a_few_live_at_the_same_moment() {
    IntentScore rich = new IntentScore(IntentBudget.MOST, NOW, 50, 0);
    assertThat(IntentBudget.refusal(rich, IntentBudget.MOST_LIVE - 1)).isEmpty();
    assertThat(IntentBudget.refusal(rich, IntentBudget.MOST_LIVE)).isPresent();
  }
}
