package codeblocking.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import codeblocking.SettableClock;
import codeblocking.job.RetryLater;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HostLineTest {
  private final SettableClock clock = new SettableClock();
  private final AtomicInteger back = new AtomicInteger();
  private final HostLine line = new HostLine("host", clock, back::incrementAndGet);

  private void away() throws RetryLater {
    try (HostLine.Visit visit = line.enter(false)) {
      visit.away(new IOException("Connection refused"));
    }
  }

  private void answered() throws RetryLater {
    try (HostLine.Visit visit = line.enter(false)) {
      visit.answered();
    }
  }

  private RetryLater refused() {
    return catchThrowableOfType(RetryLater.class, () -> line.enter(false));
  }

  private void fall() throws RetryLater {
    for (int i = 0; i < 5; i++) {
      away();
    }
  }

  @Test
  void a_few_failures_close_nobody_out() throws Exception {
    for (int i = 0; i < 4; i++) {
      away();
    }
    answered();
  }

  @Test
  void a_host_that_fails_all_the_time_is_asked_no_more() throws Exception {
    fall();

    RetryLater refused = refused();
    assertThat(refused.tried()).isFalse();
    assertThat(refused.waitsOn()).contains("host");
    assertThat(refused.after()).contains(Duration.ofSeconds(5));
    assertThat(refused).hasMessageContaining("has not answered");
  }

  @Test
  void one_failing_repository_among_good_ones_closes_nobody_out() throws Exception {
    for (int i = 0; i < 50; i++) {
      away();
      answered();
    }
    assertThat(line.closed()).isTrue();
  }

  @Test
  void after_the_pause_one_asks_and_its_success_lets_all_go() throws Exception {
    fall();
    clock.advance(Duration.ofSeconds(6));

    try (HostLine.Visit probe = line.enter(false)) {
      assertThat(refused()).as("the others wait for the probe").isNotNull();
      probe.answered();
    }

    assertThat(back).hasValue(1);
    answered();
  }

  @Test
  void a_probe_that_fails_makes_the_pause_longer_up_to_half_a_minute() throws Exception {
    fall();
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      clock.advance(Duration.ofMinutes(2));
      away();
      pauses.add(refused().after().orElseThrow());
    }
    assertThat(pauses).isSorted().endsWith(Duration.ofSeconds(30));
    assertThat(pauses.get(0)).isLessThanOrEqualTo(Duration.ofSeconds(10));
    assertThat(back).hasValue(0);
  }

  @Test
  void a_probe_that_says_nothing_is_followed_by_another() throws Exception {
    fall();
    clock.advance(Duration.ofSeconds(6));
    line.enter(false).close();

    answered();
    assertThat(line.closed()).isTrue();
  }

  @Test
  void a_host_that_hangs_keeps_so_many_workers_and_no_more() throws Exception {
    List<HostLine.Visit> hanging = new ArrayList<>();
    for (int i = 0; i < HostLine.MOST_SAVES; i++) {
      hanging.add(line.enter(false));
    }

    assertThatThrownBy(() -> line.enter(false))
        .isInstanceOf(RetryLater.class)
        .hasMessageContaining("keeps others waiting");
    line.enter(true).close();

    hanging.get(0).close();
    line.enter(false).close();
  }
}
