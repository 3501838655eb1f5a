package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.remote.Faults;
import codeblocking.remote.Faults.On;
import codeblocking.remote.FaultyGitServer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A repository with a history comes in, is worked on, and goes out byte-exact. */
class ImportIT {

  private final Api ben = Shared.server().as("ben");
  private final FaultyGitServer git = Shared.git();

  @Test
  void an_imported_history_comes_back_byte_exact_with_the_users_commits_as_ancestors()
      throws Exception {
    String url = git.create("real-history");
    Git original = Histories.real(url);
    String before = original.run("rev-parse", "main");

    String id = ben.importProject("real history", url);
    String inside;
    try (TerminalClient terminal = ben.attach(id)) {
      ben.awaitImported(id);
      terminal.run("test -x bin/tool.sh && test -L link && test -f empty && test ! -s empty");
      assertThat(terminal.run("git rev-parse HEAD")).contains(before);
      terminal.run("test -z \"$(git status --porcelain)\"");
      terminal.run("git rev-parse -q --verify origin/feature");

      terminal.run("echo mine > mine.txt && git add mine.txt");
      terminal.run("git -c user.name=Ben -c user.email=ben@example.com commit -qm 'My own commit'");
      inside = terminal.run("git rev-parse HEAD").replaceAll("(?s).*?([0-9a-f]{40}).*", "$1");
      terminal.run("rm dir0/sub0/file0.txt; chmod -x bin/tool.sh; ln -sfn empty link");
      terminal.run(
          "printf 'neu\\n' > 'Ünïcode/日本語/ファイル.txt'; : > leer; printf 'a\\r\\n' > crlf.txt");
    }
    ben.awaitSaved(id);

    Git clone = Git.clone(url);
    Map<String, String> expected = original.tree();
    assertThat(clone.log("%H", "HEAD")).contains(before, inside);
    assertThat(clone.log("%an|%s", inside, "-1")).containsExactly("Ben|My own commit");
    Files.writeString(original.directory().resolve("mine.txt"), "mine\n");
    Files.delete(original.directory().resolve("dir0/sub0/file0.txt"));
    Files.setPosixFilePermissions(
        original.directory().resolve("bin/tool.sh"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.delete(original.directory().resolve("link"));
    Files.createSymbolicLink(original.directory().resolve("link"), Path.of("empty"));
    Files.writeString(original.directory().resolve("Ünïcode/日本語/ファイル.txt"), "neu\n");
    Files.createFile(original.directory().resolve("leer"));
    Files.writeString(original.directory().resolve("crlf.txt"), "a\r\n");
    assertThat(clone.tree()).isEqualTo(original.tree()).isNotEqualTo(expected);
    assertThat(clone.jobTrailers()).hasSize(1);
    assertThat(git.faults("real-history").pushes())
        .filteredOn(pushed -> pushed.ref().equals("refs/heads/main"))
        .allMatch(Faults.Pushed::fastForward);
    assertThat(clone.run("rev-parse", "v1^{commit}", "origin/feature").lines()).hasSize(2);
  }

  @Test
  void an_imported_project_that_is_not_edited_makes_no_commit() {
    String url = git.create("untouched");
    Git original = Histories.small(url, 1000);
    String id = ben.importProject("untouched", url);
    try (TerminalClient terminal = ben.attach(id)) {
      ben.awaitImported(id);
      terminal.run("cat README.md");
    }
    Containers.awaitNone(id, Duration.ofSeconds(60));

    assertThat(Git.clone(url).log("%H")).containsExactly(original.run("rev-parse", "main"));
  }

  @Test
  void the_terminal_opens_while_a_slow_import_clones_and_nothing_is_saved_before_its_end() {
    String url = git.create("slow-clone");
    Git original = Histories.small(url, 3_000_000);
    String before = original.run("rev-parse", "main");
    Faults faults = git.faults("slow-clone");
    int pushesBefore = faults.pushes().size();
    faults.hold(On.POST);

    String id = ben.importProject("slow clone", url);
    try (TerminalClient terminal = ben.attach(id)) {
      terminal.run("echo early > early.txt");
      JsonNode importing = ben.project(id).path("import");
      assertThat(importing.path("state").asText()).isIn("queued", "running");
      assertThat(terminal.texts())
          .anyMatch(
              text ->
                  List.of("progress", "notice").contains(text.path("type").asText())
                      && text.toString().toLowerCase(Locale.ROOT).matches(".*(import|clon).*"));

      ben.persist(id);
      assertThat(faults.pushes()).as("pushes of %s while it is cloned", id).hasSize(pushesBefore);
      faults.release();
      ben.awaitImported(id);
      assertThat(terminal.run("ls")).contains("data.bin").contains("early.txt");
    }
    ben.awaitSaved(id);

    Git clone = Git.clone(url);
    assertThat(clone.tree()).containsKeys("data.bin", "README.md", "early.txt");
    assertThat(clone.log("%H")).contains(before);
    assertThat(faults.pushes()).allMatch(Faults.Pushed::fastForward);
  }

  @Test
  void a_closed_tab_before_the_import_ends_deletes_nothing_in_the_remote() {
    String url = git.create("closed-early");
    Git original = Histories.small(url, 100_000);
    Faults faults = git.faults("closed-early");
    faults.hold(On.POST);
    String id = ben.importProject("closed early", url);
    try (TerminalClient terminal = ben.attach(id)) {
      terminal.run("echo early > early.txt");
    }
    faults.release();
    ben.awaitImported(id);

    Git remote = Git.clone(url);
    assertThat(remote.log("%H")).contains(original.run("rev-parse", "main"));
    assertThat(remote.tree()).containsKeys("data.bin", "README.md");
    try (TerminalClient again = ben.attach(id)) {
      again.run("test -f early.txt && test -f data.bin");
    }
    ben.awaitSaved(id);
    assertThat(Git.clone(url).tree()).containsKeys("data.bin", "README.md", "early.txt");
  }

  @Test
  void an_import_survives_a_remote_that_is_busy_at_first() {
    String url = git.create("busy");
    Histories.small(url, 1000);
    git.faults("busy").fail(2, On.FETCH, 503);

    String id = ben.importProject("busy", url);
    ben.awaitImported(id);
    assertThat(git.faults("busy").requests()).extracting("status").contains(503, 200);
  }

  @Test
  void an_import_uses_the_credential_of_its_host_and_no_other() {
    String url = git.create("private");
    Histories.small(url, 1000);
    git.faults("private").requireBasic("cleo", "cleos-secret");
    Api cleo = Shared.server().as("cleo");
    cleo.putCredential("127.0.0.1:" + git.port(), "cleo", "cleos-secret");

    String id = cleo.importProject("private", url);
    cleo.awaitImported(id);
    assertThat(git.faults("private").authorizations())
        .containsOnly(Faults.basicHeader("cleo", "cleos-secret"));
  }

  @Test
  void an_import_without_the_right_credential_fails_in_words_and_goes_on_with_one() {
    String url = git.create("locked");
    Histories.small(url, 1000);
    git.faults("locked").requireBasic("dora", "doras-secret");
    Api dora = Shared.server().as("dora");

    String id = dora.importProject("locked", url);
    JsonNode failed =
        dora.awaitProject(
            id,
            "says that its import failed",
            Duration.ofSeconds(30),
            project -> project.path("import").path("state").asText().equals("failed"));
    assertThat(failed.path("import").path("error").asText())
        .containsPattern("(?i)credential|password|sign|auth|token|401");

    dora.putCredential("127.0.0.1:" + git.port(), "dora", "doras-secret");
    List<JsonNode> imports = dora.jobs("kind=import&project=" + id);
    assertThat(imports).isNotEmpty();
    // A credential may set it going by itself; where it does not, a retry must.
    if (!dora.project(id).path("import").path("state").asText().matches("queued|running|done")) {
      dora.send(
          "POST",
          "/api/jobs/" + imports.get(0).path("id").asText() + "/retry",
          BodyPublishers.noBody());
    }
    dora.awaitImported(id);
  }

  @Test
  void an_import_of_another_branch_works_on_that_branch() {
    String url = git.create("branches");
    Git original = Histories.real(url);
    String id =
        ben.post(
                "/api/projects",
                Json.object("name", "branches", "remoteUrl", url, "branch", "feature"))
            .expect(201)
            .json()
            .path("project")
            .path("id")
            .asText();
    try (TerminalClient terminal = ben.attach(id)) {
      ben.awaitImported(id);
      assertThat(terminal.run("git branch --show-current")).contains("feature");
      terminal.run("echo on-feature > f.txt");
    }
    ben.awaitSaved(id);
    Git clone = Git.clone(url);
    assertThat(clone.run("show", "origin/feature:f.txt")).isEqualTo("on-feature");
    assertThat(clone.run("rev-parse", "origin/main")).isEqualTo(original.run("rev-parse", "main"));
    ben.delete("/api/projects/" + id + "?discard=true").expect(202);
  }

  @Test
  void an_import_of_nothing_fails_in_words() {
    String id = ben.importProject("nothing there", git.url("no-such-repository"));
    JsonNode project =
        ben.awaitProject(
            id,
            "says that its import failed",
            Duration.ofSeconds(30),
            each -> each.path("import").path("state").asText().equals("failed"));
    assertThat(project.path("import").path("error").asText()).isNotBlank();
  }

  @Test
  void a_redirect_to_another_host_is_not_followed_and_gets_no_credential() {
    String url = git.create("moved");
    Histories.small(url, 1000);
    FaultyGitServer evil = Shared.evil();
    evil.create("trap");
    Api emil = Shared.server().as("emil");
    emil.putCredential("127.0.0.1:" + git.port(), "emil", "emils-secret");
    git.faults("moved").redirect(On.ANY, 301, evil.url("trap"));

    String id = emil.importProject("moved", url);
    emil.awaitProject(
        id,
        "says that its import failed",
        Duration.ofSeconds(30),
        project -> project.path("import").path("state").asText().equals("failed"));
    assertThat(evil.faults("trap").requests()).isEmpty();
  }
}
