package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.remote.Faults.On;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Command;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.Root;
import codeblocking.system.kit.Server;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A person with a browser: click, type, close the tab, find the commit. */
class BrowserIT {

  private static final Path SCRIPTS = Root.directory().resolve("system-tests/src/test/browser");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Test
  void what_is_typed_in_the_page_is_found_by_git_clone() throws Exception {
    Server server = Shared.server();
    String id = browser("new-project.mjs", server.readyLink().toString(), "from the browser");

    Api local = server.local();
    local.awaitSaved(id);
    Git clone = Git.clone(local, id);
    assertThat(Files.readString(clone.directory().resolve("hello.txt"))).isEqualTo("hello\n");
    assertThat(clone.log("%an|%(trailers:key=Codeblocking-Job,valueonly)", "-1").get(0))
        .startsWith("local|");
    local.delete("/api/projects/" + id + "?discard=true").expect(202);
  }

  @Test
  void safe_to_close_goes_off_with_the_first_key_and_comes_back_with_the_save() {
    Api person = somebody("safe");
    JsonNode told = Json.read(browser("save-state.mjs", link(person), "safe"));
    String id = told.get("id").asText();

    assertThat(told.get("afterOneKey").asText()).isEqualTo("unsaved");
    assertThat(told.get("afterTyping").asText()).isEqualTo("unsaved");
    String commit = person.awaitSaved(id).get("commit").asText();
    assertThat(told.get("saved").asText())
        .startsWith("Saved")
        .contains(commit.substring(0, 7))
        .contains("main");
    assertThat(told.get("spoken").asText()).isEqualTo("Saved");
    assertThat(told.get("liveRegion").asText()).isEqualTo("polite");
    assertThat(told.get("listed").asInt()).isEqualTo(1);
    person.delete("/api/projects/" + id + "?discard=true").expect(202);
  }

  @Test
  void a_second_terminal_keeps_the_name_that_it_was_given() {
    Api person = somebody("tabs");
    JsonNode told = Json.read(browser("terminals.mjs", link(person), "tabs"));

    assertThat(told.get("named").asText()).isEqualTo("dev server");
    assertThat(told.get("namedAfterReload").asText()).isEqualTo("dev server");
    assertThat(told.get("connection").asText()).isEqualTo("attached");
    assertThat(told.get("left").asInt()).isEqualTo(1);
    person.delete("/api/projects/" + told.get("id").asText() + "?discard=true").expect(202);
  }

  @Test
  void what_is_edited_in_the_page_and_in_the_shell_meets_and_nothing_is_lost() throws Exception {
    Api person = somebody("editor");
    JsonNode told = Json.read(browser("editor.mjs", link(person), "editor"));
    String id = told.get("id").asText();

    assertThat(told.get("whileTyping").asText()).isEqualTo("unsent");
    assertThat(told.get("offlineState").asText()).isEqualTo("unsent");
    assertThat(told.get("offline").asText()).contains("Not written").contains("kept here");
    for (String seen :
        List.of(
            "seenInside",
            "keptInConflict",
            "mineInside",
            "afterOffline",
            "tree",
            "leftByTab",
            "warned",
            "lastInside")) {
      assertThat(told.get(seen).asBoolean()).as(seen).isTrue();
    }
    assertThat(told.get("warnedForNothing").asBoolean()).isFalse();
    assertThat(told.get("restored").asText()).isEqualTo("src/b.txt");
    assertThat(told.get("download").asInt()).isEqualTo(1);
    assertThat(told.get("stylesAdded").asInt()).as("inline styles of the editor").isZero();
    assertThat(told.get("policies")).isEmpty();
    person.awaitSaved(id);
    assertThat(Files.readString(Git.clone(person, id).directory().resolve("src/b.txt")))
        .contains("mine")
        .contains("xy")
        .contains("last");
    person.delete("/api/projects/" + id + "?discard=true").expect(202);
  }

  @Test
  void axe_finds_nothing_serious_on_any_page_in_light_and_dark() {
    Server server = Shared.server();
    JsonNode told = Json.read(browser("axe.mjs", server.readyLink().toString(), "axe"));

    assertThat(told.get("found")).isEmpty();
    assertThat(told.get("looks").asInt()).isEqualTo(32);
    server.local().delete("/api/projects/" + told.get("id").asText() + "?discard=true").expect(202);
  }

  @Test
  void a_look_at_a_project_is_a_hunch_and_no_click() {
    Api person = somebody("hunch");
    String id = person.createProject("hunch");
    JsonNode asked = Json.read(browser("hunch.mjs", link(person), id)).get("asked");

    assertThat(asked).hasSize(1);
    assertThat(Json.read(asked.get(0).get("body").asText()).get("intent").asBoolean()).isTrue();
    int status = asked.get(0).get("status").asInt();
    // On a busy machine nothing is to spare: then nothing has changed, and it says when to ask
    // again.
    assertThat(status).isIn(202, 429);
    assertThat(asked.get(0).get("retryAfter").isNull()).isEqualTo(status == 202);
    assertThat(person.jobs("kind=prewarm&project=" + id)).hasSize(status == 202 ? 1 : 0);
    person.delete("/api/projects/" + id + "?discard=true").expect(202);
  }

  @Test
  @ResourceLock(SecondServer.LOCK)
  void an_operator_finds_what_died_tries_one_replays_all_and_pauses_a_queue() {
    Server server = SecondServer.get();
    String url = Shared.git().create("console-browser");
    Histories.small(url, 100);
    Shared.git().faults("console-browser").fail(1_000, On.ANY, 403);
    Api person = server.as("<img src=x onerror=alert(1)>");
    String id = person.importProject("<img src=x onerror=alert(2)>", url);
    person.awaitJob(person.jobs("kind=import&project=" + id).get(0).path("id").asText(), "DEAD");
    String link =
        server.origin()
            + "/?token="
            + server.asOperator("olga <img src=x onerror=alert(3)>").token();

    JsonNode found = Json.read(browser("console.mjs", link, id, "find"));
    assertThat(found.get("refused").asText()).contains("colour:").contains("state, kind, project");
    assertThat(found.get("found").asInt()).isEqualTo(1);
    assertThat(found.get("address").asText()).contains("project:" + id);
    assertThat(found.get("afterReload").asText()).contains("project:" + id);
    assertThat(found.get("forecast").asText()).contains("1 job matches: 1 would be resolved");
    assertThat(found.get("stillDead").asInt()).as("a dry run changes nothing").isEqualTo(1);
    assertThat(found.get("facts").asText()).contains("<img src=x onerror=alert(2)>");
    assertThat(found.get("curl").asText()).contains("/retry").contains("$TOKEN");
    assertThat(found.get("probe").asText()).contains("died again").contains("403");

    Shared.git().faults("console-browser").heal();
    JsonNode replayed = Json.read(browser("console.mjs", link, id, "replay"));
    assertThat(replayed.get("said").asText()).contains("retried");
    assertThat(replayed.get("paused").asText()).contains("Paused: an upgrade <img");
    assertThat(replayed.get("audit").asText())
        .contains("olga <img src=x onerror=alert(3)>")
        .contains("queue import")
        .contains("an upgrade <img");
    assertThat(replayed.get("plots").asInt()).isEqualTo(2);
    assertThat(replayed.get("minutes").asInt()).isPositive();
    assertThat(replayed.get("mark").asText()).startsWith("import");
    assertThat(replayed.get("inWords").asInt()).isPositive();
    assertThat(replayed.get("led").asText()).startsWith("/console/jobs/");
    person.awaitImported(id);
    for (JsonNode told : new JsonNode[] {found, replayed}) {
      assertThat(told.get("images").asInt()).as("names are text").isZero();
      assertThat(told.get("alerts")).isEmpty();
      assertThat(told.get("refusals")).as("by the content security policy").isEmpty();
    }
    person.delete("/api/projects/" + id + "?discard=true").expect(202);
  }

  private static Api somebody(String prefix) {
    return Shared.server().as(prefix + "-" + UUID.randomUUID().toString().substring(0, 8));
  }

  private static String link(Api person) {
    return Shared.server().origin() + "/?token=" + person.token();
  }

  private static synchronized String browser(String script, String... arguments) {
    if (!Files.isDirectory(SCRIPTS.resolve("node_modules/axe-core"))) {
      Command.Ended unused =
          Command.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
              .in(SCRIPTS)
              .atMost(Duration.ofMinutes(2))
              .checked();
    }
    String[] words = new String[arguments.length + 2];
    words[0] = "node";
    words[1] = script;
    System.arraycopy(arguments, 0, words, 2, arguments.length);
    return Command.of(words).in(SCRIPTS).atMost(PATIENCE).checked().lastLine();
  }
}
