package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.remote.FaultyGitServer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Listening;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kit sees what is there: tests that stand on it may be believed. */
class KitIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final TinyTerminal tiny;
  private final Api api;

  KitIT() throws IOException {
    tiny = new TinyTerminal();
    Server server = Server.options().port(tiny.port()).prepare();
    api = server.with("a-token");
  }

  @AfterEach
  void close() throws IOException {
    tiny.close();
  }

  @Test
  void a_terminal_collects_bytes_with_offsets_and_texts() {
    try (TerminalClient terminal = api.attach("some-project")) {
      assertThat(terminal.offset()).isEqualTo(100);
      terminal.type("abc");
      terminal.awaitOutput("abc");
      assertThat(terminal.offset()).isEqualTo(103);
      terminal.resize(10, 20).ack(103);
      terminal.run("true");
      assertThat(tiny.texts)
          .containsExactly(
              "{\"type\":\"resize\",\"cols\":10,\"rows\":20}", "{\"type\":\"ack\",\"offset\":103}");
    }
    assertThat(tiny.requests.get(0))
        .startsWith("GET /ws/terminal/some-project?terminal=main&cols=200&rows=50 ")
        .containsIgnoringCase("authorization: Bearer a-token");
  }

  @Test
  void a_command_that_fails_is_a_failure() {
    try (TerminalClient terminal = api.attach("p")) {
      assertThatThrownBy(() -> terminal.run("false", SOON))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("ended with 1");
    }
  }

  @Test
  void the_end_is_seen_with_its_code() {
    TerminalClient terminal = api.attach("p");
    terminal.type("exit\n");
    assertThat(terminal.awaitClosed(SOON)).isEqualTo(1000);
    assertThat(terminal.awaitText("exit", SOON).path("code").asInt()).isZero();
  }

  @Test
  void a_refused_handshake_tells_its_status() {
    assertThatThrownBy(() -> api.terminal("p").header("Origin", "https://evil.example").open())
        .isInstanceOfSatisfying(
            TerminalClient.Refused.class, refused -> assertThat(refused.status()).isEqualTo(403));
  }

  @Test
  void a_paused_terminal_takes_nothing_off_the_socket_until_it_is_resumed() {
    TerminalClient terminal =
        api.terminal("p").countOnly().acknowledging(60_000).open().awaitAttached();
    terminal.pause();
    terminal.type("flood 500\n");
    SessionsIT.pause(Duration.ofMillis(300));
    assertThat(terminal.received()).isLessThan(5_000_000);
    terminal.resume();
    terminal.awaitReceived(30_000_000, SOON);
    assertThat(terminal.offset()).isEqualTo(30_000_100);
    assertThat(tiny.texts).contains("{\"type\":\"ack\",\"offset\":60100}");
    terminal.drop();
  }

  @Test
  void listening_sockets_are_seen_with_their_address() {
    assertThat(Listening.addressesOf(ProcessHandle.current().pid()))
        .contains("loopback:" + tiny.port());
  }

  @Test
  void a_history_is_made_and_two_clones_of_it_are_equal() {
    try (FaultyGitServer git = FaultyGitServer.start()) {
      Git original = Histories.real(git.create("history"));
      Git clone = Git.clone(git.url("history"));
      assertThat(clone.tree()).isEqualTo(original.tree()).hasSizeGreaterThan(50);
      assertThat(clone.log("%H").size()).isEqualTo(301);
      assertThat(clone.tree().get("bin/tool.sh")).startsWith("exec ");
      assertThat(clone.tree().get("dangling")).isEqualTo("link no/such/file");
      assertThat(clone.jobTrailers()).isEmpty();
    }
  }

  @Test
  void trailers_are_read_from_the_commits_that_have_them() throws Exception {
    try (FaultyGitServer git = FaultyGitServer.start()) {
      Git work = Histories.small(git.create("trailers"), 10);
      work.run("commit", "-q", "--allow-empty", "-m", "Auto-save\n\nCodeblocking-Job: one");
      work.run("commit", "-q", "--allow-empty", "-m", "mine");
      work.run("commit", "-q", "--allow-empty", "-m", "Auto-save\n\nCodeblocking-Job: two");
      assertThat(work.jobTrailers()).containsExactly("two", "one");
      assertThat(work.jobTrailers("-1")).containsExactly("two");
    }
  }

  @Test
  void the_broker_dies_and_comes_back_on_its_port() throws Exception {
    try (TestBroker broker = new TestBroker()) {
      broker.start();
      broker.kill();
      broker.start();
      assertThat(broker.url()).startsWith("tcp://127.0.0.1:");
    }
  }
}
