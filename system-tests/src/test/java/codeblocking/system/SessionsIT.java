package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One container for each project, as long as somebody is there and no longer. */
class SessionsIT {

  private final Api lea = Shared.server().as("lea");

  @Test
  void twenty_prewarms_at_once_make_one_container() {
    String id = lea.createProject("twenty");
    List<CompletableFuture<JsonNode>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(
          CompletableFuture.supplyAsync(
              () ->
                  lea.post("/api/projects/" + id + "/prewarm", Json.object()).expect(202).json()));
    }
    assertThat(calls)
        .allSatisfy(
            call -> assertThat(call.join().path("status").asText()).isIn("warming", "running"));
    lea.awaitRunning(id);
    assertThat(Containers.one(id)).isNotEmpty();
    assertThat(lea.jobs("kind=prewarm&project=" + id))
        .filteredOn(job -> job.path("state").asText().equals("SUCCEEDED"))
        .hasSize(1);
    lea.stop(id);
  }

  @Test
  void a_prewarm_of_a_running_project_says_so_and_makes_no_job() {
    String id = lea.createProject("twice");
    lea.awaitJob(lea.prewarm(id), "SUCCEEDED");

    JsonNode second =
        lea.post("/api/projects/" + id + "/prewarm", Json.object()).expect(202).json();
    assertThat(second.path("status").asText()).isEqualTo("running");
    assertThat(second.has("jobId")).isTrue();
    assertThat(second.path("jobId").isNull()).isTrue();
    lea.stop(id);
  }

  @Test
  void another_environment_than_the_running_one_is_a_conflict() {
    String id = lea.createProject("conflict");
    lea.awaitJob(lea.prewarm(id), "SUCCEEDED");

    lea.post("/api/projects/" + id + "/prewarm", Json.object("environment", "python"))
        .expectProblem(409);
    lea.post("/api/projects/" + id + "/prewarm", Json.object("environment", "base")).expect(202);
    lea.stop(id);
  }

  @Test
  void a_prewarmed_terminal_is_warm() {
    String id = lea.createProject("warm");
    lea.awaitJob(lea.prewarm(id), "SUCCEEDED");
    try (TerminalClient terminal = lea.attach(id)) {
      assertThat(terminal.attached().path("warm").asBoolean()).isTrue();
      terminal.run("true");
    }
  }

  @Test
  void connecting_to_a_cold_project_warms_it() {
    String id = lea.createProject("cold");
    try (TerminalClient terminal = lea.attach(id)) {
      terminal.run("true");
      assertThat(Containers.one(id)).isNotEmpty();
    }
  }

  @Test
  void of_two_tabs_one_may_close_and_the_container_stays() throws Exception {
    String id = lea.createProject("two tabs");
    try (TerminalClient first = lea.attach(id)) {
      TerminalClient second = lea.attach(id);
      lea.awaitProject(
          id, "has two sessions", Duration.ofSeconds(10), p -> p.path("sessions").asInt() == 2);
      String container = Containers.one(id);
      second.close();
      lea.awaitProject(
          id, "has one session", Duration.ofSeconds(10), p -> p.path("sessions").asInt() == 1);

      // Longer than the grace period: time itself is the stimulus.
      pause(Duration.ofSeconds(8));
      assertThat(Containers.one(id)).isEqualTo(container);
      first.run("echo alive");
      assertThat(lea.project(id).path("state").asText()).isEqualTo("running");
    }
    Containers.awaitNone(id, Duration.ofSeconds(60));
  }

  @Test
  void who_comes_back_within_the_grace_period_or_just_after_it_loses_no_byte_and_no_file() {
    List<CompletableFuture<Void>> cases = new ArrayList<>();
    for (int millis : new int[] {0, 1000, 4900, 5100}) {
      cases.add(CompletableFuture.runAsync(() -> comeBackAfter(millis)));
    }
    cases.forEach(CompletableFuture::join);
  }

  private void comeBackAfter(int millis) {
    String id = lea.createProject("back after " + millis);
    TerminalClient before = lea.attach(id);
    before.run("echo kept > kept.txt");
    String container = Containers.one(id);
    before.type("for i in $(seq 1 40); do echo tick-$((i+0)); sleep 0.1; done; echo do\"ne\".\n");
    before.awaitOutput("tick-3\r");
    long seen = before.offset();
    before.drop();
    // An aborted socket may still have delivered: only what was counted has been seen.
    String first =
        before.output().substring(0, (int) (seen - before.attached().path("offset").asLong()));

    pause(Duration.ofMillis(millis));
    try (TerminalClient after = lea.terminal(id).offset(seen).open().awaitAttached()) {
      boolean same = Containers.one(id).equals(container);
      if (millis < 5000) {
        assertThat(same).as("same container after %d ms", millis).isTrue();
      }
      if (same) {
        assertThat(after.attached().path("offset").asLong()).isEqualTo(seen);
        after.awaitOutput("done\\.");
        String whole = first + after.output();
        IntStream.rangeClosed(1, 40)
            .forEach(
                i ->
                    assertThat(whole.split("tick-" + i + "\r", -1).length - 1)
                        .as("tick-%d after %d ms", i, millis)
                        .isEqualTo(1));
      }
      assertThat(after.run("cat kept.txt")).contains("kept");
    }
    lea.awaitSaved(id);
    assertThat(Git.clone(lea, id).tree()).containsKey("kept.txt");
  }

  @Test
  void a_reconnect_gets_exactly_the_bytes_after_its_offset() {
    String id = lea.createProject("offsets");
    try (TerminalClient one = lea.attach(id)) {
      one.run("seq 1 3000");
      long start = one.attached().path("offset").asLong();
      byte[] all = one.outputBytes();
      long[] offsets = {start, start + 1, start + all.length / 2, start + all.length - 1};
      for (long offset : offsets) {
        try (TerminalClient two = lea.terminal(id).offset(offset).open().awaitAttached()) {
          assertThat(two.attached().path("offset").asLong()).isEqualTo(offset);
          int wanted = (int) (start + all.length - offset);
          two.awaitReceived(wanted, Duration.ofSeconds(10));
          byte[] rest = Arrays.copyOfRange(all, (int) (offset - start), all.length);
          assertThat(Arrays.copyOf(two.outputBytes(), wanted)).isEqualTo(rest);
        }
      }
    }
  }

  @Test
  void an_offset_that_is_no_longer_held_or_never_was_is_answered_with_where_the_stream_starts() {
    String id = lea.createProject("old offsets");
    try (TerminalClient one = lea.attach(id)) {
      one.run("seq 1 400000 | tail -c 2000000", Duration.ofSeconds(60));
      try (TerminalClient two = lea.terminal(id).offset(0).open().awaitAttached()) {
        long from = two.attached().path("offset").asLong();
        assertThat(from).isPositive().isLessThanOrEqualTo(one.offset());
        // At least 256 KiB are held.
        assertThat(one.offset() - from).isGreaterThanOrEqualTo(256 * 1024);
        two.run("echo fine");
      }
      try (TerminalClient ahead = lea.terminal(id).offset(1L << 50).open().awaitAttached()) {
        assertThat(ahead.attached().path("offset").asLong()).isLessThan(1L << 50);
        ahead.run("echo fine");
      }
    }
  }

  @Test
  void work_that_goes_on_after_the_tab_was_closed_is_not_lost() {
    String id = lea.createProject("background");
    try (TerminalClient terminal = lea.attach(id)) {
      terminal.run(
          "(for i in $(seq 1 300); do echo $i >> log.txt; sleep 0.05; done) >/dev/null 2>&1 &");
    }
    lea.awaitSaved(id);
    Containers.awaitNone(id, Duration.ofSeconds(90));
    lea.awaitSaved(id);

    // What the stopped workspace holds is what the remote holds.
    String inside =
        new String(
            lea.get("/api/projects/" + id + "/files/log.txt").expect(200).body(),
            StandardCharsets.UTF_8);
    assertThat(Git.clone(lea, id).run("show", "HEAD:log.txt") + "\n").isEqualTo(inside);
  }

  @Test
  void stopping_saves_first() {
    String id = lea.createProject("stop button");
    try (TerminalClient terminal = lea.attach(id)) {
      terminal.run("echo w > work.txt");
      lea.awaitJob(lea.stop(id), "SUCCEEDED");
      assertThat(terminal.awaitClosed(Duration.ofSeconds(20))).isIn(4409, 1001);
    }
    Containers.awaitNone(id, Duration.ofSeconds(20));
    assertThat(Git.clone(lea, id).tree()).containsKey("work.txt");
  }

  @Test
  void a_tab_that_falls_silent_counts_as_closed() {
    String id = lea.createProject("silent");
    TerminalClient silent = lea.attach(id);
    silent.run("echo w > work.txt");
    silent.pause();

    lea.awaitProject(
        id, "has no session", Duration.ofSeconds(60), p -> p.path("sessions").asInt() == 0);
    lea.awaitSaved(id);
    assertThat(Git.clone(lea, id).tree()).containsKey("work.txt");
    silent.drop();
  }

  static void pause(Duration time) {
    try {
      boolean unused = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
