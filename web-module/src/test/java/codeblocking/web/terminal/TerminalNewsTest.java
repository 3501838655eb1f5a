package codeblocking.web.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.event.Event;
import codeblocking.job.JobId;
import codeblocking.project.ProjectId;
import codeblocking.save.Save;
import codeblocking.save.SaveState;
import codeblocking.save.SaveTrigger;
import codeblocking.save.Saves;
import codeblocking.save.Skipped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger says of saves reaches the socket in full. */
class TerminalNewsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path data;
  private TerminalWorld world;
  private final FakeConnection connection = new FakeConnection();
  private final List<ProjectId> changed = new ArrayList<>();
  private TerminalNews news;
  private long seq;

  @BeforeEach
  void oneClientIsThere() throws Exception {
    world = new TerminalWorld(data);
    news = new TerminalNews(world.broadcast, saves(), Runnable::run, changed::add);
    world.clients.open(
        connection,
        new Knock(world.project.id().toString(), world.bearer("owner", "user"), new TreeMap<>()));
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (world.listener == null) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Each job has made a save that left a socket out. */
  private Saves saves() {
    return (Saves)
        Proxy.newProxyInstance(
            Saves.class.getClassLoader(),
            new Class<?>[] {Saves.class},
            (self, method, arguments) ->
                method.getName().equals("ofJob")
                    ? Optional.of(aSave((JobId) arguments[0]))
                    : Optional.empty());
  }

  private Save aSave(JobId job) {
    return new Save(
        UUID.randomUUID(),
        world.project.id(),
        job,
        "c".repeat(40),
        "a".repeat(40),
        "fingerprint",
        "refs/heads/main",
        NOW,
        SaveTrigger.DISCONNECT,
        SaveState.SAVED,
        null,
        3,
        List.of(new Skipped("run/app.sock", "a socket")));
  }

  private void saveIs(String state, String ref, Map<String, String> more) {
    Map<String, String> facts = new TreeMap<>(more);
    facts.put("saveId", UUID.randomUUID().toString());
    facts.put("state", state);
    facts.put("commit", "c".repeat(40));
    facts.put("ref", ref);
    facts.put("trigger", "disconnect");
    facts.put("savedAt", NOW.toString());
    facts.put("skipped", "1");
    news.accept(
        new Event(
            ++seq,
            NOW,
            "save",
            world.project.id(),
            JobId.random(),
            TerminalWorld.OWNER,
            "system",
            null,
            state,
            "A sentence.",
            facts));
  }

  private List<JsonObject> heard(String type) {
    return connection.texts().stream()
        .map(TerminalNewsTest::json)
        .filter(message -> message.getString("type").equals(type))
        .toList();
  }

  private static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  @Test
  void a_save_is_told_with_branch_and_with_what_was_left_out_and_why() {
    saveIs("saved", "refs/heads/release/2.x", Map.of());
    JsonObject told = heard("save").get(0);
    assertThat(told.getString("state")).isEqualTo("saved");
    assertThat(told.getString("branch")).isEqualTo("release/2.x");
    assertThat(told.getString("commit")).isEqualTo("c".repeat(40));
    assertThat(told.getString("at")).isEqualTo(NOW.toString());
    JsonObject skipped = told.getJsonArray("skipped").getJsonObject(0);
    assertThat(skipped.getString("path")).isEqualTo("run/app.sock");
    assertThat(skipped.getString("reason")).isEqualTo("a socket");
    assertThat(told.containsKey("retryAt")).isFalse();
  }

  @Test
  void a_push_that_is_tried_again_is_told_with_its_time_and_the_reason() {
    String next = NOW.plusSeconds(30).toString();
    saveIs("savedLocally", "refs/heads/main", Map.of("retryAt", next));
    JsonObject told = heard("save").get(0);
    assertThat(told.getString("state")).isEqualTo("savedLocally");
    assertThat(told.getString("retryAt")).isEqualTo(next);
    assertThat(told.getString("message")).isEqualTo("A sentence.");
  }

  @Test
  void whoever_was_saved_beside_the_branch_is_told_once_how_to_get_back() {
    String ref = "refs/heads/codeblocking/autosave/" + world.project.id() + "/main";
    saveIs("saved", ref, Map.of());
    saveIs("saved", ref, Map.of());
    assertThat(heard("notice")).hasSize(1);
    JsonObject notice = heard("notice").get(0);
    assertThat(notice.getString("kind")).isEqualTo("rescue");
    assertThat(notice.getString("message"))
        .contains("beside the branch main")
        .contains("merge origin/main");
    assertThat(heard("save").get(0).getString("branch")).isEqualTo("main");
  }

  @Test
  void whoever_was_back_on_the_branch_is_told_again_the_next_time() {
    String ref = "refs/heads/codeblocking/autosave/" + world.project.id() + "/main";
    saveIs("saved", ref, Map.of());
    saveIs("saved", "refs/heads/main", Map.of());
    saveIs("saved", ref, Map.of());
    assertThat(heard("notice")).hasSize(2);
  }

  @Test
  void a_save_that_goes_on_has_the_workspace_looked_at() {
    saveIs("saved", "refs/heads/main", Map.of());
    assertThat(changed).contains(world.project.id());
  }
}
