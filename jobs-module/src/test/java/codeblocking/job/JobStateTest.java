package codeblocking.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobStateTest {
  @ParameterizedTest
  @EnumSource(JobState.class)
  void every_state_but_an_end_leads_to_an_end(JobState state) {
    assertThat(reachable(state)).anyMatch(JobState::terminal);
  }

  private static EnumSet<JobState> reachable(JobState from) {
    EnumSet<JobState> seen = EnumSet.of(from);
    int before;
    do {
      before = seen.size();
      EnumSet.copyOf(seen).forEach(state -> seen.addAll(state.next()));
    } while (seen.size() > before);
    return seen;
  }

  @Test
  void only_a_dead_job_comes_back_from_an_end() {
    EnumSet<JobState> ends = EnumSet.allOf(JobState.class);
    ends.removeIf(state -> !state.terminal() || state.next().isEmpty());
    assertThat(ends).containsExactly(JobState.DEAD);
  }

  @Test
  void work_that_needs_a_person_is_never_thrown_away_by_time() {
    assertThat(JobState.DEAD.next())
        .doesNotContain(JobState.EXPIRED, JobState.CANCELLED, JobState.SUCCEEDED);
  }

  @Test
  void running_work_is_not_expired_or_superseded() {
    assertThat(JobState.RUNNING.next()).doesNotContain(JobState.EXPIRED, JobState.SUPERSEDED);
  }
}
