package codeblocking.trend;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.job.JobKind;
import codeblocking.job.JobState;
import codeblocking.trend.TrendRule.Minute;
import codeblocking.trend.TrendRule.Percentiles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrendRuleTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private static Ended ended(JobKind kind, JobState state, long second, long millis) {
    Instant at = NOON.plusSeconds(second);
    return new Ended(kind, state, at.minusMillis(millis), at);
  }

  @Test
  void each_minute_has_its_own_and_those_of_nothing_are_there() {
    List<Ended> jobs =
        List.of(
            ended(JobKind.PERSIST, JobState.SUCCEEDED, 5, 1),
            ended(JobKind.PERSIST, JobState.DEAD, 59, 1),
            ended(JobKind.STOP, JobState.CANCELLED, 120, 1));
    assertThat(TrendRule.minutes(jobs, NOON.plusSeconds(3), NOON.plusSeconds(130)))
        .containsExactly(
            new Minute(NOON, 1, 1, 0, null),
            new Minute(NOON.plus(Duration.ofMinutes(1)), 0, 0, 0, null),
            new Minute(NOON.plus(Duration.ofMinutes(2)), 0, 0, 1, null));
  }

  @Test
  void a_percentile_is_a_time_that_was_measured() {
    List<Ended> jobs = new ArrayList<>();
    for (int i = 100; i >= 1; i--) {
      jobs.add(ended(JobKind.PREWARM, JobState.SUCCEEDED, 0, i));
    }
    assertThat(TrendRule.prompt(jobs)).isEqualTo(new Percentiles(100, 50, 95, 99));
    assertThat(TrendRule.prompt(jobs.subList(0, 1))).isEqualTo(new Percentiles(1, 100, 100, 100));
  }

  @Test
  void only_what_gave_a_prompt_is_a_time_to_it() {
    assertThat(
            TrendRule.prompt(
                List.of(
                    ended(JobKind.PREWARM, JobState.DEAD, 0, 1),
                    ended(JobKind.PERSIST, JobState.SUCCEEDED, 0, 1))))
        .isNull();
  }
}
