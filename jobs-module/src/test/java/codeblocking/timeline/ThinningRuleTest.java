package codeblocking.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.timeline.Snapshots.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ThinningRuleTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void all_of_the_last_hour_stay() {
    assertThat(kept(every(Duration.ofSeconds(10), Duration.ofMinutes(59)))).hasSize(355);
  }

  @Test
  void one_a_minute_stays_for_a_day() {
    List<Mark> marks = every(Duration.ofSeconds(10), Duration.ofHours(3));
    assertThat(kept(marks)).hasSizeBetween(360 + 120, 362 + 121);
  }

  @Test
  void one_an_hour_stays_for_a_week_and_one_a_day_for_a_month() {
    List<Mark> marks = every(Duration.ofMinutes(10), Duration.ofDays(29));
    List<Mark> kept = kept(marks);
    assertThat(older(kept, Duration.ofDays(1)).size() - older(kept, Duration.ofDays(7)).size())
        .isBetween(143, 146);
    assertThat(older(kept, Duration.ofDays(7))).hasSizeBetween(22, 24);
  }

  @Test
  void after_a_month_they_go_but_the_newest() {
    List<Mark> marks = List.of(mark(Duration.ofDays(40), false), mark(Duration.ofDays(41), false));
    assertThat(kept(marks)).containsExactly(marks.get(0));
  }

  @Test
  void of_a_minute_the_newest_stays_and_each_state_before_a_restore() {
    Mark newest = mark(Duration.ofMinutes(1), false);
    Mark later = mark(Duration.ofHours(2).plusSeconds(10), false);
    Mark undo = mark(Duration.ofHours(2).plusSeconds(15), true);
    Mark earlier = mark(Duration.ofHours(2).plusSeconds(20), false);
    assertThat(kept(List.of(newest, later, undo, earlier))).containsExactly(newest, later, undo);
    Mark old = mark(Duration.ofDays(31), true);
    assertThat(kept(List.of(newest, old))).containsExactly(newest);
  }

  @Test
  void what_was_thinned_once_is_not_thinned_again_at_the_same_age() {
    List<Mark> kept = kept(every(Duration.ofSeconds(10), Duration.ofDays(2)));
    assertThat(kept(kept)).isEqualTo(kept);
  }

  private static List<Mark> every(Duration step, Duration until) {
    List<Mark> marks = new ArrayList<>();
    for (Duration age = Duration.ZERO; age.compareTo(until) <= 0; age = age.plus(step)) {
      marks.add(mark(age, false));
    }
    return marks;
  }

  private static Mark mark(Duration age, boolean undo) {
    return new Mark(UUID.randomUUID(), NOW.minus(age), undo);
  }

  private static List<Mark> kept(List<Mark> marks) {
    Set<UUID> gone = ThinningRule.tooMany(marks, NOW);
    return marks.stream().filter(mark -> !gone.contains(mark.id())).toList();
  }

  private static List<Mark> older(List<Mark> marks, Duration age) {
    return marks.stream().filter(mark -> mark.at().isBefore(NOW.minus(age))).toList();
  }
}
