package codeblocking.web.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.SettableClock;
import codeblocking.save.Safety;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether it is safe to close is told of what the workspace holds after the last key. */
class SafetyWatchTest {
  @TempDir Path data;
  private TerminalWorld world;
  private final SettableClock clock = new SettableClock();
  private final FakeConnection connection = new FakeConnection();
  private SafetyWatch.Seen seen = new SafetyWatch.Seen(Safety.VERIFIED, false);
  private Duration lookTakes = Duration.ZERO;
  private int looks;
  private SafetyWatch watch;
  private TerminalClient client;

  @BeforeEach
  void oneClientIsThere() throws Exception {
    world = new TerminalWorld(data);
    watch =
        new SafetyWatch(
            world.broadcast,
            project -> {
              looks++;
              clock.advance(lookTakes);
              return Optional.of(seen);
            },
            clock);
    world.broadcast.onActivity(watch::active);
    client =
        world.clients.open(
            connection,
            new Knock(
                world.project.id().toString(), world.bearer("owner", "user"), new TreeMap<>()));
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (world.listener == null) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void close() {
    watch.close();
    world.close();
  }

  private List<String> told() {
    return connection.texts().stream().filter(text -> text.contains("workspace")).toList();
  }

  private void passes(long millis) {
    clock.advance(Duration.ofMillis(millis));
    watch.tick();
  }

  @Test
  void whoever_comes_is_told_how_it_stands() {
    watch.tick();
    assertThat(told()).hasSize(1);
    assertThat(told().get(0)).contains("\"state\":\"saved\"").contains("\"saving\":false");
  }

  @Test
  void what_is_typed_is_looked_at_once_it_had_its_effect_and_told_even_where_nothing_changed() {
    watch.tick();
    passes(10_000);
    assertThat(told()).hasSize(1);
    client.typed(ByteBuffer.wrap(new byte[] {'x'}));
    passes(100);
    assertThat(told()).hasSize(1);
    passes(500);
    assertThat(told()).hasSize(2);
  }

  @Test
  void work_that_goes_on_in_silence_is_found_out() {
    watch.tick();
    seen = new SafetyWatch.Seen(Safety.UNSAVED, false);
    passes(30_000);
    assertThat(told().get(1)).contains("\"state\":\"unsaved\"");
  }

  @Test
  void what_is_kept_only_here_is_not_called_saved() {
    seen = new SafetyWatch.Seen(Safety.DURABLE, true);
    watch.tick();
    assertThat(told().get(0)).contains("\"state\":\"savedLocally\"").contains("\"saving\":true");
  }

  @Test
  void a_save_that_ended_is_told_at_once() {
    watch.tick();
    watch.changed(world.project.id());
    watch.tick();
    assertThat(told()).hasSize(2);
  }

  @Test
  void a_large_workspace_is_looked_at_less_often() {
    lookTakes = Duration.ofMillis(400);
    watch.tick();
    lookTakes = Duration.ZERO;
    watch.changed(world.project.id());
    passes(7_500);
    assertThat(looks).isEqualTo(1);
    passes(500);
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void after_one_slow_look_as_the_first_of_a_server_nobody_waits_for_a_minute() {
    lookTakes = Duration.ofSeconds(3);
    watch.tick();
    lookTakes = Duration.ZERO;
    watch.changed(world.project.id());
    passes(10_000);
    assertThat(looks).isEqualTo(2);
  }
}
