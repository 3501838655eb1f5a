package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Await;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who uses a workspace, and for how long it is kept. Has a server of its own, with short times. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActivityIT {
  private static final Duration FREEZE = Duration.ofSeconds(15);
  private static final Duration LONG = Duration.ofMinutes(4);

  private final Server server =
      Server.options()
          .with("CODEBLOCKING_GRACE", "PT1S")
          .with("CODEBLOCKING_FREEZE", FREEZE.toString())
          .with("CODEBLOCKING_KEEPALIVE", "PT10M")
          .with("CODEBLOCKING_IDLE", "PT1M")
          .with("CODEBLOCKING_USER_MAX_CONTAINERS", "10")
          .prepare();

  @BeforeAll
  void start() {
    server.start();
  }

  @AfterAll
  void close() {
    server.close();
  }

  private static void awaitState(Api user, String id, String state) {
    var unused =
        Await.until(
            "the project is " + state,
            LONG,
            () -> user.project(id).path("state").asText(),
            state::equals);
  }

  @Test
  void what_was_frozen_goes_on_where_it_was_and_is_stopped_when_nobody_comes() {
    Api fay = server.as("fay");
    String id = fay.createProject("frozen");
    try (TerminalClient terminal = fay.attach(id)) {
      terminal.run("kept=of-the-shell; echo w > work.txt; sleep 4711 & true");
    }
    awaitState(fay, id, "frozen");
    String container = Containers.one(id);
    assertThat(Containers.inspect(container).path("State").path("Paused").asBoolean()).isTrue();
    assertThat(Git.clone(fay, id).tree()).as("saved before").containsKey("work.txt");

    try (TerminalClient again = fay.attach(id)) {
      assertThat(again.run("echo $kept; jobs")).contains("of-the-shell", "sleep 4711");
      assertThat(fay.project(id).path("state").asText()).isEqualTo("running");
      assertThat(Containers.one(id)).isEqualTo(container);
    }
    awaitState(fay, id, "frozen");
    Containers.awaitNone(id, LONG);
    awaitState(fay, id, "cold");
  }

  @Test
  void work_that_goes_on_inside_keeps_it_and_no_longer_than_it_lasts() {
    Api kay = server.as("kay");
    String busy = kay.createProject("busy");
    String quiet = kay.createProject("quiet");
    try (TerminalClient terminal = kay.attach(busy);
        TerminalClient other = kay.attach(quiet)) {
      terminal.run("sh -c 'while [ ! -e enough ]; do :; done' </dev/null >/dev/null 2>&1 & true");
      other.run("true");
    }
    awaitState(kay, quiet, "frozen");
    assertThat(kay.project(busy).path("state").asText()).isIn("grace", "running");

    Containers.exec(Containers.one(busy), "touch", "/workspace/project/enough");
    awaitState(kay, busy, "frozen");
    assertThat(Containers.exec(Containers.one(busy), "true").exit())
        .as("nothing can be run in what is frozen")
        .isNotZero();
    kay.discardAll();
  }

  @Test
  void a_client_that_does_nothing_is_told_and_let_go_unless_it_says_keep() {
    Api ida = server.as("ida");
    String id = ida.createProject("idle");
    try (TerminalClient terminal = ida.attach(id)) {
      terminal.run("echo w > work.txt");
      var notice = terminal.awaitText("notice", LONG);
      assertThat(notice.path("kind").asText()).isEqualTo("idle");
      assertThat(notice.path("message").asText()).contains("unless you keep it");
      ida.post("/api/projects/" + id + "/keep", Json.object()).expect(204);

      int notices = notices(terminal);
      Await.until(
          "told again, as the first notice was answered", LONG, () -> notices(terminal) > notices);
      assertThat(terminal.ended()).as("kept meanwhile").isFalse();

      assertThat(terminal.awaitClosed(LONG)).isEqualTo(4409);
      assertThat(terminal.closeReason()).contains("nobody kept it");
    }
    Containers.awaitNone(id, LONG);
    assertThat(Git.clone(ida, id).tree()).containsKey("work.txt");
  }

  private static int notices(TerminalClient terminal) {
    return (int)
        terminal.texts().stream()
            .filter(text -> text.path("type").asText().equals("notice"))
            .count();
  }
}
