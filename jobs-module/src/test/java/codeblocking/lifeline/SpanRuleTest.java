package codeblocking.lifeline;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.lifeline.SpanRule.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanRuleTest {
  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }

  @Test
  void what_began_and_ended_lasted_in_between() {
    assertThat(
            SpanRule.spans(
                List.of(new Change("a", at(1), true), new Change("a", at(5), false)), Map.of()))
        .containsExactly(new Span(at(1), at(5)));
  }

  @Test
  void what_ended_without_a_beginning_began_before() {
    assertThat(SpanRule.spans(List.of(new Change("a", at(5), false)), Map.of()))
        .containsExactly(new Span(null, at(5)));
  }

  @Test
  void what_lasts_has_no_end_and_going_on_is_no_new_beginning() {
    List<Change> changes = List.of(new Change("a", at(3), true), new Change("a", at(4), true));
    assertThat(SpanRule.spans(changes, Map.of("a", at(3)))).containsExactly(new Span(at(3), null));
    assertThat(SpanRule.spans(List.of(), Map.of("b", at(1))))
        .containsExactly(new Span(at(1), null));
  }

  @Test
  void two_at_once_are_two() {
    assertThat(
            SpanRule.spans(
                List.of(
                    new Change("a", at(1), true),
                    new Change("b", at(2), true),
                    new Change("a", at(3), false)),
                Map.of("b", at(2))))
        .containsExactly(new Span(at(1), at(3)), new Span(at(2), null));
  }

  @Test
  void what_began_before_and_tells_of_itself_again_began_before() {
    assertThat(SpanRule.spans(List.of(new Change("a", at(9), true)), Map.of("a", at(1))))
        .containsExactly(new Span(at(1), null));
  }
}
