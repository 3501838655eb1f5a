package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.remote.Faults;
import codeblocking.remote.Faults.On;
import codeblocking.remote.FaultyGitServer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Await;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/**
 * Whose remote takes no more work is told so, and each way out is a call that needs no container.
 */
class WaysOutIT {
  private static final int ALWAYS = 1_000;

  private final FaultyGitServer git = Shared.failing();

  /** A project with work that its remote does not take. */
  private String refused(Api as, String name) {
    String url = git.create(name);
    Histories.small(url, 1000);
    String id = as.importProject(name, url);
    try (TerminalClient terminal = as.attach(id)) {
      as.awaitImported(id);
      terminal.run("echo w > work.txt");
      git.faults(name).fail(ALWAYS, On.PUSH, 403);
    }
    JsonNode save =
        as.awaitSave(
            id, Duration.ofSeconds(60), each -> each.path("state").asText().equals("blocked"));
    assertThat(save.path("message").asText()).contains("403").contains("credential");
    JsonNode project =
        as.awaitProject(
            id,
            "wants attention",
            Duration.ofSeconds(30),
            each -> each.path("state").asText().equals("attention"));
    assertThat(project.path("unsaved").asBoolean()).isTrue();
    return id;
  }

  private static JsonNode dead(Api as, String id) {
    return as.jobs("state=DEAD&project=" + id).get(0);
  }

  private void assertSavedOnce(String name) {
    Git clone = Git.clone(git.url(name));
    assertThat(clone.run("show", "HEAD:work.txt")).isEqualTo("w");
    assertThat(clone.jobTrailers()).hasSize(1);
    assertThat(git.faults(name).pushes()).allMatch(Faults.Pushed::fastForward);
  }

  @Test
  void a_retry_when_the_remote_has_changed_its_mind() {
    Api wim = Shared.server().as("wim");
    String id = refused(wim, "out-by-retry");
    String job = dead(wim, id).path("id").asText();
    git.faults("out-by-retry").heal();

    wim.send("POST", "/api/jobs/" + job + "/retry", BodyPublishers.noBody()).expect(202);

    wim.awaitSaved(id);
    assertSavedOnce("out-by-retry");
  }

  @Test
  void a_credential_resumes_all_that_waited_for_it() {
    Api gwen = Shared.server().as("gwen");
    List<String> names = List.of("out-by-credential-1", "out-by-credential-2");
    List<String> ids = new ArrayList<>();
    for (String name : names) {
      ids.add(refused(gwen, name));
      git.faults(name).heal().requireBasic("gwen", "gwens-secret");
    }

    gwen.putCredential("127.0.0.1:" + git.port(), "gwen", "gwens-secret");

    ids.forEach(gwen::awaitSaved);
    names.forEach(name -> git.faults(name).heal());
    names.forEach(this::assertSavedOnce);
  }

  @Test
  void another_remote_gets_all_of_it() {
    Api wanda = Shared.server().as("wanda");
    String id = refused(wanda, "out-by-remote");
    Git before = Git.clone(git.url("out-by-remote"));
    String other = git.create("out-by-remote-other");

    wanda.put("/api/projects/" + id + "/remote", Json.object("remoteUrl", other)).expect(202);

    wanda.awaitSaved(id);
    assertSavedOnce("out-by-remote-other");
    assertThat(Git.clone(other).log("%H")).containsAll(before.log("%H"));
    assertThat(wanda.project(id).path("remoteUrl").asText()).isEqualTo(other);
    assertThat(git.faults("out-by-remote").pushes())
        .filteredOn(Faults.Pushed::applied)
        .as("its history alone, of before")
        .hasSize(1);
  }

  @Test
  void the_work_can_be_downloaded() throws IOException {
    Api zoe = Shared.server().as("zoe");
    String id = refused(zoe, "out-by-zip");

    byte[] archive = zoe.get("/api/projects/" + id + "/archive").expect(200).body();

    String work = "";
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(archive), StandardCharsets.UTF_8)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals("work.txt")) {
          work = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    assertThat(work).isEqualTo("w\n");
  }

  @Test
  void it_is_thrown_away_only_by_whoever_says_so() {
    Api dirk = Shared.server().as("dirk");
    String id = refused(dirk, "out-by-discard");

    String saving = dirk.delete("/api/projects/" + id).expect(202).json().path("jobId").asText();
    dirk.awaitJob(saving, "DEAD");
    dirk.get("/api/projects/" + id + "/archive").expect(200);

    dirk.delete("/api/projects/" + id + "?discard=true").expect(202);
    Await.until(
        "the project is gone",
        Duration.ofSeconds(60),
        () -> dirk.get("/api/projects/" + id).status(),
        status -> status == 404);
    assertThat(Git.clone(git.url("out-by-discard")).tree())
        .containsKey("README.md")
        .doesNotContainKey("work.txt");
  }
}
