package codeblocking.pool;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.SettableClock;
import codeblocking.container.ContainerRequest;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.LiveContainer;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.settings.EnvironmentSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Numbers are those of the package's requirements. */
final class PoolTest {
  private static final EnvironmentSettings BASE =
      new EnvironmentSettings("base", "image", 64L << 20, 1, 64, 2, 8);

  private final SettableClock clock = new SettableClock();
  private final FakeSpares spares = new FakeSpares();
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final Pool pool = new Pool(spares, List.of(BASE), clock, work::add, () -> 0.5);

  private void settle() {
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  private void opened() {
    pool.open();
    settle();
  }

  private PoolStatus status() {
    return pool.status().get(0);
  }

  private static ContainerRequest request() {
    return new ContainerRequest(ProjectId.random(), new UserId("ada"), BASE);
  }

  private Optional<LiveContainer> claim() throws InterruptedException {
    return pool.claim(request());
  }

  private void after(Duration duration) {
    clock.advance(duration);
    pool.look();
    settle();
  }

  @Test
  void it_clears_what_a_former_life_left_and_fills_to_the_minimum() {
    opened();

    assertThat(spares.cleared).isEqualTo(1);
    assertThat(status().ready()).isEqualTo(2);
    assertThat(status().starting()).isZero();
  }

  /** Requirement 1. */
  @Test
  void an_empty_pool_says_so_at_once() throws Exception {
    assertThat(claim()).isEmpty();
    pool.open();
    assertThat(claim()).isEmpty();
  }

  /** Requirement 1. */
  @Test
  void a_claim_needs_no_refill_to_have_ended() throws Exception {
    opened();

    assertThat(claim()).isPresent();
    assertThat(claim()).isPresent();
    assertThat(claim()).isEmpty();

    assertThat(spares.made).hasSize(2);
    assertThat(status().hits()).isEqualTo(2);
    assertThat(status().misses()).isEqualTo(1);
  }

  /** Requirement 1. */
  @Test
  void the_refill_waits_for_the_page_while_some_are_ready_and_no_longer_than_a_second()
      throws Exception {
    opened();
    assertThat(claim()).isPresent();
    settle();
    assertThat(spares.made).as("the page comes first").hasSize(2);
    after(Duration.ofMillis(900));
    assertThat(spares.made).hasSize(2);
    after(Duration.ofMillis(100));
    assertThat(spares.made).hasSize(3);

    assertThat(claim()).isPresent();
    settle();
    assertThat(claim()).isPresent();
    settle();
    assertThat(spares.made).as("none is left: at once").hasSize(6);
  }

  /** Requirement 2. */
  @Test
  void it_grows_with_what_is_asked_for_in_a_minute_up_to_the_maximum() throws Exception {
    opened();
    for (int i = 0; i < 5; i++) {
      var unused = claim();
    }
    settle();
    assertThat(status().ready()).isEqualTo(5);

    for (int i = 0; i < 30; i++) {
      var unused = claim();
    }
    settle();
    assertThat(status().ready()).isEqualTo(8);
    assertThat(status().target()).isEqualTo(8);
  }

  /** Requirement 2. */
  @Test
  void it_shrinks_one_by_one_when_nobody_asks_any_more() throws Exception {
    opened();
    for (int i = 0; i < 4; i++) {
      var unused = claim();
    }
    settle();
    assertThat(status().ready()).isEqualTo(4);

    after(Duration.ofMinutes(5));
    assertThat(status().target()).isEqualTo(2);
    assertThat(status().ready()).isEqualTo(4);
    after(Duration.ofSeconds(61));
    assertThat(status().ready()).isEqualTo(3);
    after(Duration.ofSeconds(61));
    after(Duration.ofSeconds(61));
    assertThat(status().ready()).isEqualTo(2);
    assertThat(spares.discarded).hasSize(2);
  }

  /** Requirement 3. */
  @Test
  void an_image_that_fails_is_tried_less_often_and_alone_and_the_reason_told() {
    spares.failure = new EngineUnavailable("no git in it", null, true);
    opened();

    assertThat(spares.attempts).isLessThanOrEqualTo(2);
    assertThat(status().circuit()).isEqualTo("open");
    assertThat(status().reason()).isEqualTo("no git in it");
    int before = spares.attempts;
    after(Duration.ofSeconds(5));
    assertThat(spares.attempts).isEqualTo(before);

    after(Duration.ofMinutes(1));
    assertThat(spares.attempts).isEqualTo(before + 1);
    assertThat(status().circuit()).isEqualTo("open");

    spares.failure = null;
    after(Duration.ofMinutes(11));
    assertThat(status().circuit()).isEqualTo("closed");
    assertThat(status().reason()).isNull();
    assertThat(status().ready()).isEqualTo(2);
  }

  /** Requirement 4. */
  @Test
  void a_paused_pool_gives_away_and_makes_none() throws Exception {
    opened();
    assertThat(pool.pause("base", true)).isTrue();

    assertThat(claim()).isPresent();
    settle();
    assertThat(status().ready()).isEqualTo(1);
    assertThat(status().paused()).isTrue();

    pool.pause("base", false);
    after(Duration.ofSeconds(1));
    assertThat(status().ready()).isEqualTo(2);
    assertThat(pool.pause("none", true)).isFalse();
  }

  /** Requirement 5. */
  @Test
  void one_that_ends_is_removed_and_replaced() throws Exception {
    opened();
    FakeSpares.One dead = spares.made.get(0);

    dead.die();
    settle();
    after(Duration.ofSeconds(1));

    assertThat(spares.discarded).containsExactly(dead);
    assertThat(status().ready()).isEqualTo(2);
    assertThat(claim()).map(live -> live.id().value()).contains("spare-1");
  }

  @Test
  void the_end_of_one_that_was_claimed_is_not_the_pools() throws Exception {
    opened();
    assertThat(claim()).isPresent();

    spares.made.get(0).die();
    settle();

    assertThat(spares.discarded).isEmpty();
  }

  @Test
  void what_cannot_be_claimed_now_is_neither_lost_nor_counted() throws Exception {
    opened();
    spares.refusing = true;

    assertThat(claim()).isEmpty();
    settle();

    assertThat(status().ready()).isEqualTo(2);
    assertThat(status().misses()).isZero();
  }

  @Test
  void a_claim_that_fails_is_served_by_a_new_container() throws Exception {
    opened();
    spares.failure = new EngineUnavailable("engine is away", null, false);

    assertThat(claim()).isEmpty();
  }

  /** Requirement 6. */
  @Test
  void when_it_closes_none_stays_and_none_is_given_away() throws Exception {
    opened();
    pool.close();

    assertThat(spares.discarded).containsExactlyInAnyOrderElementsOf(spares.made);
    assertThat(claim()).isEmpty();
    pool.look();
    settle();
    assertThat(spares.made).hasSize(2);
  }

  @Test
  void an_environment_that_wants_none_gets_none() throws Exception {
    EnvironmentSettings none = new EnvironmentSettings("base", "image", 64L << 20, 1, 64, 0, 0);
    Pool without = new Pool(spares, List.of(none), clock, work::add, () -> 0.5);
    without.open();
    settle();

    assertThat(without.claim(request())).isEmpty();
    settle();
    assertThat(spares.made).isEmpty();
    assertThat(without.status().get(0).misses()).isEqualTo(1);
  }

  @Test
  void what_an_image_lacks_is_told() {
    spares.complaint = "no user entry";
    opened();

    assertThat(status().reason()).isEqualTo("no user entry");
    assertThat(status().ready()).isEqualTo(2);
  }
}
