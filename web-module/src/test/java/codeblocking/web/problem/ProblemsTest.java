package codeblocking.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.container.EngineUnavailable;
import codeblocking.job.Lane;
import codeblocking.job.QueueFull;
import codeblocking.job.StateConflict;
import codeblocking.page.InvalidCursor;
import codeblocking.prewarm.LimitReached;
import codeblocking.prewarm.OtherEnvironment;
import codeblocking.project.InvalidInput;
import codeblocking.session.BeingStopped;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProblemsTest {
  @Test
  void bad_input_is_400_in_its_own_words() {
    assertThat(Problems.of(new InvalidInput("name", "is missing")))
        .contains(new Problem(400, "name is missing"));
    assertThat(status(new InvalidCursor())).contains(400);
  }

  @Test
  void a_limit_is_429_and_says_when_to_come_back() {
    assertThat(Problems.of(new LimitReached("enough", Duration.ofSeconds(15))))
        .contains(new Problem(429, "enough", Duration.ofSeconds(15)));
    assertThat(Problems.of(new QueueFull(Lane.PREWARM, 3)).map(Problem::retryAfter)).isPresent();
  }

  @Test
  void a_state_that_does_not_allow_it_is_409() {
    assertThat(status(new StateConflict("x"))).contains(409);
    assertThat(status(new OtherEnvironment("a", "b"))).contains(409);
    assertThat(status(new BeingStopped("x"))).contains(409);
  }

  @Test
  void an_engine_that_is_away_is_503() {
    assertThat(Problems.of(new EngineUnavailable("no engine", null, false)))
        .contains(new Problem(503, "no engine", Duration.ofSeconds(5)));
  }

  @Test
  void what_nobody_expected_tells_nothing_of_itself() {
    assertThat(Problems.of(new IllegalStateException("secret detail"))).isEmpty();
    assertThat(Problems.of(new IllegalArgumentException("internal"))).isEmpty();
  }

  @Test
  void every_problem_has_a_title() {
    assertThat(new Problem(404, "x").body().title()).isEqualTo("Not Found");
    assertThat(new Problem(418, "x").body().title()).isEqualTo("Error 418");
  }

  private static Optional<Integer> status(Throwable failure) {
    return Problems.of(failure).map(Problem::status);
  }
}
