package codeblocking.web.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.event.Event;
import codeblocking.job.JobKind;
import codeblocking.job.Work;
import codeblocking.ledger.MemoryLedger;
import codeblocking.project.ProjectId;
import codeblocking.save.Save;
import codeblocking.save.SaveState;
import codeblocking.save.SaveTrigger;
import codeblocking.save.Skipped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger says of saves reaches the socket in full. */
class TerminalNewsTest {
  @TempDir Path data;
  private TerminalWorld world;
  private final MemoryLedger ledger = new MemoryLedger();
  private final FakeConnection connection = new FakeConnection();
  private final List<ProjectId> changed = new ArrayList<>();
  private TerminalNews news;
  private long heardUpTo;

  @BeforeEach
  void oneClientIsThere() throws Exception {
    world = new TerminalWorld(data);
    ledger.ports.projects().add(world.project);
    news = new TerminalNews(world.broadcast, ledger.ports.saves(), Runnable::run, changed::add);
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
    ledger.close();
  }

  private void saved(Work work, SaveState state, String ref) {
    ledger
        .ports
        .saves()
        .put(
            new Save(
                UUID.randomUUID(),
                world.project.id(),
                work.job().id(),
                "c".repeat(40),
                "a".repeat(40),
                "fingerprint",
                ref,
                ledger.clock.instant(),
                SaveTrigger.DISCONNECT,
                state,
                "A sentence.",
                3,
                List.of(new Skipped("run/app.sock", "a socket"))));
  }

  private Work persist() {
    return ledger.claimed(JobKind.PERSIST, world.project);
  }

  private List<JsonObject> heard(String type) {
    for (Event event : ledger.ports.events().after(heardUpTo, world.project.id(), 100)) {
      heardUpTo = event.seq();
      news.accept(event);
    }
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
    saved(persist(), SaveState.SAVED, "refs/heads/release/2.x");
    JsonObject told = heard("save").get(0);
    assertThat(told.getString("state")).isEqualTo("saved");
    assertThat(told.getString("branch")).isEqualTo("release/2.x");
    assertThat(told.getString("commit")).isEqualTo("c".repeat(40));
    assertThat(told.getJsonArray("skipped").getJsonObject(0).getString("path"))
        .isEqualTo("run/app.sock");
    assertThat(told.getJsonArray("skipped").getJsonObject(0).getString("reason"))
        .isEqualTo("a socket");
    assertThat(told.containsKey("retryAt")).isFalse();
  }

  @Test
  void a_push_that_is_tried_again_is_told_with_its_time() {
    Work work = persist();
    saved(work, SaveState.SAVED_LOCALLY, "refs/heads/main");
    var unused = ledger.againAfterFailure(work);
    JsonObject told = heard("save").get(1);
    assertThat(told.getString("state")).isEqualTo("savedLocally");
    assertThat(told.getString("retryAt")).isNotEmpty();
    assertThat(told.getString("message")).isEqualTo("not yet");
  }

  @Test
  void whoever_was_saved_beside_the_branch_is_told_once_how_to_get_back() {
    String ref = "refs/heads/codeblocking/autosave/" + world.project.id() + "/main";
    saved(persist(), SaveState.SAVED, ref);
    saved(ledger.claimed(JobKind.PERSIST, world.project), SaveState.SAVED, ref);
    List<JsonObject> notices = heard("notice");
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0).getString("kind")).isEqualTo("rescue");
    assertThat(notices.get(0).getString("message"))
        .contains("beside the branch main")
        .contains("merge origin/main");
    assertThat(heard("save").get(0).getString("branch")).isEqualTo("main");
  }

  @Test
  void a_save_that_goes_on_has_the_workspace_looked_at() {
    saved(persist(), SaveState.SAVED, "refs/heads/main");
    var unused = heard("save");
    assertThat(changed).contains(world.project.id());
  }
}
