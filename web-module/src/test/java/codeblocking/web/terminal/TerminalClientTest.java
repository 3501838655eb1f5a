package codeblocking.web.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.container.FakeTerminal;
import codeblocking.container.LiveContainer;
import codeblocking.terminal.ReadinessListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers in comments are the requirements of the package. */
class TerminalClientTest {
  @TempDir Path data;
  private TerminalWorld world;
  private final FakeConnection connection = new FakeConnection();
  private final Map<String, List<String>> query = new TreeMap<>();

  @BeforeEach
  void create() {
    world = new TerminalWorld(data);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private TerminalClient comes(String authorization) {
    return world.clients.open(
        connection, new Knock(world.project.id().toString(), authorization, query));
  }

  private TerminalClient ownerComes() {
    return comes(world.bearer("owner", "user"));
  }

  private ReadinessListener waits() throws Exception {
    eventually(() -> world.listener != null);
    return Objects.requireNonNull(world.listener);
  }

  private LiveContainer getsReady() throws Exception {
    ReadinessListener listener = waits();
    LiveContainer container = world.started();
    listener.ready(container, true);
    return container;
  }

  private FakeTerminal shell(LiveContainer container) throws Exception {
    eventually(() -> !world.containers.terminals(container.id()).isEmpty());
    return world.containers.terminals(container.id()).get(0);
  }

  private static void eventually(Callable<Boolean> holds) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!holds.call()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private void isClosedWith(String start) throws Exception {
    eventually(() -> !connection.closed().equals("open"));
    assertThat(connection.closed()).startsWith(start);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test // 1
  void the_session_is_recorded_first_and_its_end_last() throws Exception {
    TerminalClient client = ownerComes();
    getsReady();
    eventually(() -> connection.output().contains("$ "));

    world.clients.closed(client);
    world.clients.closed(client);

    eventually(() -> world.done.contains("session closed"));
    assertThat(world.done)
        .containsExactly("session opened", "waiting", "no longer waiting", "session closed");
    assertThat(world.broadcast.hasClients(world.project.id())).isFalse();
  }

  @Test
  void progress_then_attached_then_output() throws Exception {
    ownerComes();
    waits().progress("queued", 12);
    getsReady();

    eventually(() -> connection.output().equals("fake$ "));
    assertThat(connection.texts()).hasSize(2);
    assertThat(connection.texts().get(0))
        .isEqualTo("{\"type\":\"progress\",\"stage\":\"queued\",\"millis\":12}");
    assertThat(connection.texts().get(1))
        .matches(
            "\\{\"type\":\"attached\",\"terminal\":\"main\",\"offset\":0,\"warm\":true,\"shell\":\"[-0-9a-f]{36}\"}");
  }

  private void isPrepared() throws Exception {
    world.terminals.prepare(world.project.id(), world.started().id());
  }

  @Test // 1
  void a_shell_that_is_open_is_shown_before_the_ledger_has_written() throws Exception {
    isPrepared();
    List<String> shownBefore = new java.util.concurrent.CopyOnWriteArrayList<>();
    world.whenOpening = () -> shownBefore.add(connection.output());

    ownerComes();

    eventually(() -> world.done.contains("waiting"));
    assertThat(shownBefore).containsExactly("fake$ ");
  }

  @Test // 1
  void whoever_is_shown_a_shell_keeps_a_stop_from_killing_it_until_they_leave() throws Exception {
    isPrepared();
    List<Boolean> sealed = new java.util.concurrent.CopyOnWriteArrayList<>();
    world.whenOpening = () -> sealed.add(world.terminals.seal(world.project.id()));
    TerminalClient client = ownerComes();
    eventually(() -> world.done.contains("waiting"));
    assertThat(sealed).containsExactly(false);

    world.clients.closed(client);

    eventually(() -> world.terminals.seal(world.project.id()));
    assertThat(world.done).contains("session closed");
  }

  @Test // 2
  void a_shell_that_a_stop_is_about_to_kill_is_not_shown() throws Exception {
    isPrepared();
    assertThat(world.terminals.seal(world.project.id())).isTrue();

    ownerComes();

    eventually(() -> world.done.contains("waiting"));
    assertThat(connection.texts()).isEmpty();
    assertThat(connection.output()).isEmpty();
  }

  @Test
  void the_container_that_is_then_found_is_not_attached_to_twice() throws Exception {
    isPrepared();
    TerminalClient client = ownerComes();
    waits().progress("queued", 1);
    waits().ready(world.started(), true);

    world.clients.closed(client);

    eventually(() -> world.done.contains("session closed"));
    assertThat(connection.texts()).hasSize(1);
    assertThat(connection.output()).isEqualTo("fake$ ");
  }

  @Test
  void whoever_waits_is_shown_the_shell_as_soon_as_it_is_open() throws Exception {
    ownerComes();
    waits();

    isPrepared();

    eventually(() -> connection.output().equals("fake$ "));
    assertThat(connection.closed()).isEqualTo("open");
  }

  @Test
  void a_project_being_stopped_shows_its_shell_to_nobody_for_long() throws Exception {
    isPrepared();
    world.beingStopped = true;

    ownerComes();

    isClosedWith("4409");
  }

  @Test
  void what_is_typed_before_there_is_a_shell_is_not_lost() throws Exception {
    TerminalClient client = ownerComes();
    client.typed(bytes("echo a\n"));
    client.said("{\"type\":\"resize\",\"cols\":120,\"rows\":40}");
    LiveContainer container = getsReady();
    eventually(() -> connection.output().contains("a\r\nfake$ "));

    client.typed(bytes("echo b\n"));

    assertThat(shell(container).typed()).isEqualTo("echo a\necho b\n");
    assertThat(shell(container).sizes()).contains("120x40");
  }

  @Test
  void the_exit_is_told_and_then_the_connection_closed() throws Exception {
    ownerComes();
    LiveContainer container = getsReady();

    shell(container).end(3);

    isClosedWith("1000");
    assertThat(connection.texts()).last().isEqualTo("{\"type\":\"exit\",\"code\":3}");
  }

  @Test // 2
  void a_ticket_lets_in_once() throws Exception {
    query.put("ticket", List.of(world.ticket()));
    comes("");
    waits();
    FakeConnection again = new FakeConnection();

    world.clients.open(again, new Knock(world.project.id().toString(), "", query));

    eventually(() -> again.closed().startsWith("4401"));
    assertThat(connection.closed()).isEqualTo("open");
  }

  @Test // 2
  void without_a_token_nobody_comes_in() throws Exception {
    comes("");

    isClosedWith("4401");
    assertThat(world.done).isEmpty();
  }

  @Test // 2
  void an_operator_does_not_attach_to_anothers_terminal() throws Exception {
    comes(world.bearer("somebody", "user", "operator"));

    isClosedWith("4404");
    assertThat(world.done).isEmpty();
  }

  @Test // 2
  void a_malformed_size_is_told_in_words() throws Exception {
    query.put("cols", List.of("-3"));
    ownerComes();

    isClosedWith("4500 malformed address: cols");
  }

  @Test // 2
  void a_project_that_is_being_stopped_lets_nobody_in() throws Exception {
    world.beingStopped = true;
    ownerComes();

    isClosedWith("4409");
  }

  @Test // 2
  void over_a_limit_it_closes_with_the_limits_code_and_ends_the_session() throws Exception {
    ownerComes();
    waits().failed("as many as may run", 4429);

    isClosedWith("4429");
    eventually(() -> world.done.contains("session closed"));
  }

  @Test // 2
  void a_failed_prewarm_is_told() throws Exception {
    ownerComes();
    waits().failed("no such image", 4500);

    isClosedWith("4500 no such image");
  }

  @Test
  void malformed_messages_close_with_words() throws Exception {
    TerminalClient client = ownerComes();
    getsReady();
    eventually(() -> connection.output().contains("$ "));

    client.said("{\"type\":\"ack\",\"offset\":\"x\"}");

    isClosedWith("4500 malformed message: offset");
  }

  @Test
  void a_broadcast_reaches_the_projects_clients() throws Exception {
    ownerComes();
    waits();
    world.broadcast.notice(world.project.id(), "soon");
    world.broadcast.closeAll(world.project.id(), 4409, "stopping");

    isClosedWith("4409 stopping");
    assertThat(connection.texts()).containsExactly("{\"type\":\"notice\",\"message\":\"soon\"}");
  }

  @Test // 3
  void silence_counts_as_gone_and_a_pong_as_life() throws Exception {
    TerminalClient client = ownerComes();
    waits();
    client.heard();

    client.beat(System.nanoTime(), Duration.ofSeconds(30).toNanos());
    assertThat(connection.pings()).isEqualTo(1);
    client.beat(
        System.nanoTime() + Duration.ofSeconds(31).toNanos(), Duration.ofSeconds(30).toNanos());

    isClosedWith("4408");
    eventually(() -> world.done.contains("session closed"));
  }

  @Test
  void a_connection_that_breaks_while_sending_ends_the_session() throws Exception {
    ownerComes();
    waits();
    connection.breaks();
    world.broadcast.notice(world.project.id(), "anybody there?");

    eventually(() -> world.done.contains("session closed"));
  }

  @Test
  void the_end_of_a_session_is_recorded_even_when_it_fails_at_first() throws Exception {
    TerminalClient client = ownerComes();
    waits();
    world.failingCloses.set(1);

    world.clients.closed(client);

    eventually(() -> world.done.contains("session closed"));
  }

  @Test
  void on_shutdown_all_are_told_to_come_back() throws Exception {
    ownerComes();
    waits();

    world.clients.close();

    isClosedWith("1001");
    assertThat(world.done).contains("session closed");
  }

  @Test
  void a_close_reason_fits_its_frame_and_ends_with_a_whole_character() {
    String reason = SessionConnection.shortened("ü".repeat(200));

    assertThat(reason.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
    assertThat(reason).matches("ü+…");
  }
}
