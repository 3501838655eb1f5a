package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Await;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Containers that were there before the click. Has a server of its own, whose pool it drains. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PoolIT {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Server server = Server.options().prepare();

  @BeforeAll
  void start() {
    server.start();
  }

  @AfterAll
  void close() {
    server.close();
  }

  private static JsonNode base(Api operator) {
    JsonNode pools = operator.get("/api/pool").expect(200).json().path("pools");
    return StreamSupport.stream(pools.spliterator(), false)
        .filter(pool -> pool.path("environment").asText().equals("base"))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode awaitReady(int least) {
    Api operator = server.asOperator("root");
    return Await.until(
        least + " containers ready in the pool",
        MINUTE,
        () -> base(operator),
        pool -> pool.path("ready").asInt() >= least);
  }

  /** The ledger has its container after the prompt is out. */
  private static boolean warm(Api user, String id) {
    return user.awaitRunning(id).path("container").path("warm").asBoolean();
  }

  @Test
  @Order(1)
  void a_click_is_served_from_the_pool_and_what_was_done_is_there_the_next_time() {
    Api pia = server.as("pia");
    String id = pia.createProject("pooled");
    awaitReady(1);
    try (TerminalClient terminal = pia.attach(id)) {
      assertThat(terminal.run("pwd")).contains("/workspace/project");
      terminal.run("echo w > work.txt; echo h > ~/remembered");
      assertThat(warm(pia, id)).isTrue();
      assertThat(pia.project(id).path("container").path("name").asText())
          .isEqualTo("cb-" + server.instance() + "-" + id);
      assertThat(pia.get("/api/projects/" + id + "/files/work.txt").expect(200).text())
          .isEqualTo("w\n");
    }
    pia.awaitSaved(id);
    Containers.awaitNone(id, MINUTE);
    assertThat(Git.clone(pia, id).tree()).containsKey("work.txt");
    pia.get("/api/projects/" + id + "/files/work.txt").expect(200);

    awaitReady(1);
    try (TerminalClient again = pia.attach(id)) {
      assertThat(again.run("cat work.txt ~/remembered")).contains("w\r\nh");
      assertThat(warm(pia, id)).isTrue();
    }
    assertThat(base(server.asOperator("root")).path("hits").asInt()).isEqualTo(2);
  }

  @Test
  @Order(2)
  void a_drained_pool_costs_nobody_his_container() {
    Api pam = server.as("pam");
    server.asOperator("root").post("/api/pool/base/pause", Json.object()).expect(202);
    try {
      for (int i = 0; i < 4; i++) {
        pam.prewarm(pam.createProject("many-" + i));
      }
      pam.get("/api/projects")
          .json()
          .path("projects")
          .forEach(
              each -> {
                JsonNode unused = pam.awaitRunning(each.path("id").asText());
              });
      assertThat(base(server.asOperator("root")).path("paused").asBoolean()).isTrue();
      assertThat(base(server.asOperator("root")).path("misses").asInt()).isPositive();
    } finally {
      server.asOperator("root").post("/api/pool/base/resume", Json.object()).expect(202);
      pam.discardAll();
    }
    assertThat(awaitReady(2).path("paused").asBoolean()).isFalse();
  }

  @Test
  @Order(3)
  void kill_9_loses_nothing_of_a_project_that_is_in_a_slot() {
    Api pol = server.as("pol");
    String id = pol.createProject("killed");
    awaitReady(1);
    TerminalClient tab = pol.attach(id);
    tab.run("echo w > work.txt; kept=of-the-shell");
    long seen = tab.offset();
    assertThat(warm(pol, id)).isTrue();
    String container = Containers.one(id);

    server.kill();
    server.start();

    try (TerminalClient again = pol.terminal(id).offset(seen).open()) {
      assertThat(again.awaitText("notice", MINUTE).path("message").asText())
          .contains("restarted", "went on");
      assertThat(again.run("cat work.txt; echo $kept")).contains("w\r\nof-the-shell");
      assertThat(Containers.one(id)).isEqualTo(container);
    }
    pol.awaitSaved(id);
    Containers.awaitNone(id, MINUTE);
    assertThat(Git.clone(pol, id).tree()).containsKey("work.txt");
    awaitReady(2);
    // What the killed server had ready went at the start of this one.
    assertThat(Containers.ofInstance(server.instance()))
        .filteredOn(each -> each.name().contains("-pool-"))
        .hasSize(base(server.asOperator("root")).path("ready").asInt());
  }

  @Test
  @Order(4)
  void only_operators_see_and_pause_the_pool() {
    Api pat = server.as("pat");
    pat.get("/api/pool").expect(403);
    pat.post("/api/pool/base/pause", Json.object()).expect(403);
    Api operator = server.asOperator("root");
    operator.post("/api/pool/nowhere/pause", Json.object()).expect(404);
    assertThat(server.with(null).get("/metrics").expect(200).text())
        .contains("codeblocking_pool_ready", "codeblocking_pool_hit_rate");
  }

  @Test
  @Order(5)
  void a_project_in_a_slot_is_deleted_as_any_other() {
    Api pit = server.as("pit");
    String id = pit.createProject("gone");
    awaitReady(1);
    TerminalClient tab = pit.attach(id);
    tab.run("echo w > work.txt");
    assertThat(warm(pit, id)).isTrue();

    pit.delete("/api/projects/" + id + "?discard=true").expect(202);

    Containers.awaitNone(id, MINUTE);
    tab.close();
    Await.until(
        "the project is gone", MINUTE, () -> pit.get("/api/projects/" + id).status() == 404);
  }
}
