package codeblocking.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.project.InvalidInput;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSearchRuleTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final String ID = "11111111-2222-3333-4444-555555555555";

  private static JobFilter parse(String text) {
    return JobSearchRule.parse(text, NOW);
  }

  @Test
  void nothing_fits_all() {
    assertThat(parse("")).isEqualTo(JobFilter.ALL);
    assertThat(parse("  \t ")).isEqualTo(JobFilter.ALL);
  }

  @Test
  void each_qualifier_narrows_the_one_thing_that_it_names() {
    JobFilter all = JobFilter.ALL;
    assertThat(parse("state:retrying,DEAD"))
        .isEqualTo(all.states(Set.of(JobState.RETRYING, JobState.DEAD)));
    assertThat(parse("kind:persist")).isEqualTo(all.kind(JobKind.PERSIST));
    assertThat(parse("project:" + ID)).isEqualTo(all.project(ProjectId.of(ID)));
    assertThat(parse("id:" + ID)).isEqualTo(all.ids(Set.of(JobId.of(ID))));
    assertThat(parse("user:\"Ann Lee\"")).isEqualTo(all.users(Set.of(new UserId("Ann Lee"))));
    assertThat(parse("failure:0123456789ab")).isEqualTo(all.failures(Set.of("0123456789ab")));
    assertThat(parse("error:\"no such host\"")).isEqualTo(all.error("no such host"));
    assertThat(parse("age:>5m")).isEqualTo(all.createdBefore(NOW.minus(Duration.ofMinutes(5))));
    assertThat(parse("age:<2d")).isEqualTo(all.createdAfter(NOW.minus(Duration.ofDays(2))));
  }

  @Test
  void words_and_qualifiers_must_all_fit() {
    assertThat(parse(" quota  state:dead \"100% used\" "))
        .isEqualTo(JobFilter.ALL.states(Set.of(JobState.DEAD)).text("quota").text("100% used"));
    assertThat(parse("state:dead,ready state:dead").states()).containsExactly(JobState.DEAD);
    assertThat(parse("state:dead state:ready").states()).isEmpty();
  }

  @Test
  void what_only_looks_like_a_qualifier_is_text() {
    assertThat(parse("https://github.com/a").texts()).containsExactly("https://github.com/a");
    assertThat(parse("\"state:dead\"").texts()).containsExactly("state:dead");
    assertThat(parse("12:30").texts()).containsExactly("12:30");
    assertThat(parse("\"say \\\"no\\\"\"").texts()).containsExactly("say \"no\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "state:broken | state: must be one of [SCHEDULED, READY",
        "kind:save | kind: must be one of import, prewarm, persist",
        "project:demo | project: must be a UUID",
        "id:1 | id: must be a UUID",
        "age:5m | age: must be < or >",
        "age:>5y | age: must be < or >",
        "error: | error: is without a value",
        "state:, | state: is without a value",
        "failure:xyz | failure: must be 12 hex digits",
        "colour:red | colour: is no qualifier; there are state, kind, project, user, error, age",
        "error:\"no end | error: has a quote that is not closed",
        "\"no end | q has a quote that is not closed",
      })
  void a_bad_qualifier_is_named_with_what_is_allowed(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(message);
  }

  @Test
  void what_is_too_long_is_refused_and_does_not_hang() {
    assertThatThrownBy(() -> parse("x".repeat(201))).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> parse("x ".repeat(21))).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> parse("\"" + "\\".repeat(7000))).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> parse("x".repeat(8001))).hasMessageContaining("8000");
  }
}
