package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Await;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The terminal as an IDE sees it. */
class TerminalIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Server server = Shared.server();
  private final Api mia = server.as("mia");

  @Test
  void its_size_is_what_the_client_says_also_when_it_changes() {
    String id = mia.createProject("sizes");
    try (TerminalClient terminal = mia.terminal(id).size(120, 33).open().awaitAttached()) {
      assertThat(terminal.run("stty size")).contains("33 120");
      terminal.resize(101, 41);
      Await.until("the new size", SOON, () -> terminal.run("stty size").contains("41 101"));
    }
  }

  @Test
  void terminals_of_different_names_are_different_shells_in_one_container() {
    String id = mia.createProject("names");
    try (TerminalClient one = mia.attach(id);
        TerminalClient two = mia.terminal(id).named("second").open().awaitAttached()) {
      assertThat(two.attached().path("terminal").asText()).isEqualTo("second");
      one.run("X=one");
      two.run("X=two");
      assertThat(one.run("echo \"<$X>\"")).contains("<one>");
      assertThat(two.run("echo \"<$X>\"")).contains("<two>");
      assertThat(one.run("hostname").lines().toList())
          .containsAnyElementsOf(two.run("hostname").lines().toList());
      assertThat(Containers.one(id)).isNotEmpty();
    }
  }

  @Test
  void several_viewers_see_the_same_bytes() {
    String id = mia.createProject("viewers");
    try (TerminalClient one = mia.attach(id);
        TerminalClient two = mia.attach(id);
        TerminalClient three = mia.attach(id)) {
      one.run("seq 1 500");
      two.type("echo from-\"two\"\n");
      for (TerminalClient each : new TerminalClient[] {one, two, three}) {
        each.awaitOutput("from-two\r");
      }
      long from = three.attached().path("offset").asLong();
      long to = Math.min(one.offset(), Math.min(two.offset(), three.offset()));
      byte[] seen = slice(three, from, to);
      assertThat(slice(one, from, to)).isEqualTo(seen);
      assertThat(slice(two, Math.max(from, two.attached().path("offset").asLong()), to))
          .isEqualTo(slice(three, Math.max(from, two.attached().path("offset").asLong()), to));
    }
  }

  private static byte[] slice(TerminalClient terminal, long from, long to) {
    long start = terminal.attached().path("offset").asLong();
    return Arrays.copyOfRange(terminal.outputBytes(), (int) (from - start), (int) (to - start));
  }

  @Test
  void bytes_arrive_unchanged_control_and_unicode_alike() {
    String id = mia.createProject("bytes");
    try (TerminalClient terminal = mia.attach(id)) {
      assertThat(terminal.run("printf '\\001\\002\\200\\377|\\342\\202\\254'"))
          .contains("\u0001\u0002\u0080\u00ff|\u00e2\u0082\u00ac");
      // What is typed before a program has taken the terminal over is the shell's to read.
      terminal.type("echo on; cat -v\n");
      terminal.awaitOutput("[\\r\\n]on\\r\\n");
      terminal.type("ready\n");
      terminal.awaitOutput("ready\r\nready");
      terminal.type("\u0010p\n");
      terminal.awaitOutput("\r\n\\^Pp\r\n");
      // End of file, not Ctrl-C: an interrupt throws away what is typed behind it.
      terminal.type("\u0004");
      terminal.run("printf 'grün.txt' | xargs touch; ls | grep -c ün");
    }
  }

  @Test
  void exit_ends_it_with_the_shells_status() {
    String id = mia.createProject("exit");
    try (TerminalClient terminal = mia.attach(id)) {
      terminal.run("true");
      terminal.type("exit 3\n");
      assertThat(terminal.awaitClosed(SOON)).isEqualTo(1000);
      assertThat(terminal.awaitText("exit", SOON).path("code").asInt()).isEqualTo(3);
    }
    try (TerminalClient again = mia.attach(id)) {
      again.run("echo a new shell");
    }
  }

  @Test
  void a_hundred_megabytes_through_a_slow_client_cost_bounded_memory() {
    int size = 100_000_000;
    String id = mia.createProject("big output");
    TerminalClient other = mia.terminal(id).named("other").open().awaitAttached();
    other.run(
        "yes $(printf 'x%.0s' $(seq 99)) | head -c " + size + " > /workspace/home/big",
        Duration.ofSeconds(60));
    try (TerminalClient slow =
        mia.terminal(id).countOnly().acknowledging(65_536).open().awaitAttached()) {
      slow.ack(slow.offset());
      long before = server.liveBytes();
      slow.type("cat /workspace/home/big\n");
      slow.awaitReceived(5_000_000, Duration.ofSeconds(30));
      slow.pause();
      SessionsIT.pause(Duration.ofSeconds(3));
      // Nobody reads: the writer stands, and others are served.
      other.run("pgrep -x cat");
      assertThat(server.liveBytes() - before).isLessThan(16L << 20);
      slow.resume();
      // The terminal makes CR LF of every line's end, and echoes the command.
      slow.awaitReceived(size + size / 100, Duration.ofMinutes(2));
      assertThat(server.liveBytes() - before).isLessThan(16L << 20);
    }
    other.run("rm /workspace/home/big");
    other.close();
  }

  @Test
  void a_client_that_reads_nothing_keeps_no_other_waiting() {
    String id = mia.createProject("stuck viewer");
    TerminalClient stuck = mia.attach(id);
    try (TerminalClient quick = mia.attach(id)) {
      quick.run("true");
      stuck.pause();
      quick.run("seq 1 1500000 | tail -c 8000000", Duration.ofSeconds(60));
      quick.run("echo still quick");
    }
    stuck.drop();
  }

  @Test
  void a_ticket_lets_a_browser_in_once() {
    String id = mia.createProject("tickets");
    Api nobody = server.with(null);
    String ticket = mia.ticket(id);
    try (TerminalClient first = nobody.terminal(id).ticket(ticket).open().awaitAttached()) {
      first.run("true");
      TerminalClient second = nobody.terminal(id).ticket(ticket).open();
      assertThat(second.awaitClosed(SOON)).isEqualTo(4401);
    }
    String other = mia.createProject("another project");
    TerminalClient wrong = nobody.terminal(other).ticket(mia.ticket(id)).open();
    assertThat(wrong.awaitClosed(SOON)).isIn(4401, 4404);
  }

  @Test
  void no_token_or_a_bad_one_is_closed_with_4401() {
    String id = mia.createProject("locked");
    assertThat(server.with(null).terminal(id).open().awaitClosed(SOON)).isEqualTo(4401);
    assertThat(server.with("garbage").terminal(id).open().awaitClosed(SOON)).isEqualTo(4401);
    assertThat(server.with(null).terminal(id).ticket("garbage").open().awaitClosed(SOON))
        .isEqualTo(4401);
  }

  @Test
  void an_unknown_project_or_somebody_elses_is_closed_with_4404() {
    String id = mia.createProject("mine");
    assertThat(server.as("nobody-else").terminal(id).open().awaitClosed(SOON)).isEqualTo(4404);
    assertThat(mia.terminal(UUID.randomUUID().toString()).open().awaitClosed(SOON)).isEqualTo(4404);
    assertThat(mia.terminal("no-uuid").open().awaitClosed(SOON)).isEqualTo(4404);
  }

  @Test
  void a_foreign_origin_is_refused_at_the_handshake_and_a_configured_one_is_not() {
    String id = mia.createProject("origins");
    for (String origin :
        new String[] {
          "https://evil.example",
          "null",
          "http://127.0.0.1:1",
          "https://ide.example.com.evil.example",
          "http://ide.example.com",
          "https://127.0.0.1:" + server.port()
        }) {
      assertThatThrownBy(() -> mia.terminal(id).header("Origin", origin).open())
          .as(origin)
          .isInstanceOfSatisfying(
              TerminalClient.Refused.class, refused -> assertThat(refused.status()).isEqualTo(403));
    }
    for (String origin :
        new String[] {Shared.IDE_ORIGIN, server.origin(), "http://localhost:" + server.port()}) {
      try (TerminalClient terminal =
          mia.terminal(id).header("Origin", origin).open().awaitAttached()) {
        terminal.run("true");
      }
    }
  }

  @Test
  void an_oversized_frame_closes_the_connection_and_no_other() {
    String id = mia.createProject("oversized");
    try (TerminalClient other = mia.attach(id)) {
      TerminalClient big = mia.attach(id);
      big.text("x".repeat(24 << 20));
      Await.until("the connection is closed", SOON, big::ended);
      other.run("echo fine");
    }
  }

  @Test
  void messages_that_make_no_sense_do_no_harm() {
    String id = mia.createProject("nonsense");
    TerminalClient odd = mia.attach(id);
    odd.resize(-1, 0).resize(100_000, 100_000).ack(-5).ack(Long.MAX_VALUE);
    odd.text("not json").text("{}").text("[1]").text(Json.object("type", "unknown").toString());
    try (TerminalClient fine = mia.attach(id)) {
      fine.run("echo fine");
    }
    odd.drop();
  }

  @Test
  void a_terminal_name_is_no_way_out() {
    String id = mia.createProject("odd names");
    for (String name : new String[] {"../../etc/passwd", "a b;touch /tmp/x", "x".repeat(500)}) {
      TerminalClient odd = mia.terminal(id).named(name).open();
      // Taken or refused, but in order.
      Await.until("an answer to the name", SOON, () -> odd.ended() || !odd.texts().isEmpty());
      odd.drop();
    }
    try (TerminalClient fine = mia.attach(id)) {
      fine.run("test ! -e /tmp/x");
    }
  }
}
