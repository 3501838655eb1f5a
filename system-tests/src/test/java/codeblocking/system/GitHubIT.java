package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.remote.Faults;
import codeblocking.remote.FaultyGitServer;
import codeblocking.remote.GitHubStandIn;
import codeblocking.system.kit.Answer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A user's account on GitHub, or on what speaks its API: make, find, push, and be told in time. */
class GitHubIT {
  private static final FaultyGitServer GIT = FaultyGitServer.start();
  private static final GitHubStandIn GITHUB = GIT.gitHub();
  private static final Server SERVER =
      Server.options()
          .with("CODEBLOCKING_IMPORT_HOSTS", GIT.origin())
          .with("CODEBLOCKING_GITHUB_API", GIT.origin() + "/api/v3")
          .with("CODEBLOCKING_POOL_BASE_SIZE", "0")
          .prepare();

  @BeforeAll
  static void start() {
    SERVER.start();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
    GIT.close();
  }

  /** A user with an account there, whose token is stored. */
  private static Api user(String name) {
    GITHUB.account(name, name + "-token", "repo");
    Api user = SERVER.as(name);
    user.putCredential("127.0.0.1:" + GIT.port(), name, name + "-token");
    return user;
  }

  private static String work(Api as, String id) {
    try (TerminalClient terminal = as.attach(id)) {
      as.awaitImported(id);
      terminal.run("echo w > work.txt");
    }
    return as.awaitSaved(id).path("commit").asText();
  }

  @Test
  void a_private_repository_is_made_and_the_work_arrives_in_it() {
    Api hana = user("hana");

    JsonNode project =
        hana.post("/api/projects", Json.object("name", "my app", "provider", "github"))
            .expect(201)
            .json()
            .path("project");

    assertThat(project.path("remoteUrl").asText()).isEqualTo(GIT.url("hana/my-app"));
    assertThat(GITHUB.isHidden("hana/my-app")).isTrue();
    String id = project.path("id").asText();
    String commit = work(hana, id);
    Git clone = Git.clone(GIT.url("hana/my-app"));
    assertThat(clone.run("rev-parse", "HEAD")).isEqualTo(commit);
    assertThat(clone.tree()).containsKeys("README.md", "work.txt");
    assertThat(GIT.faults("hana/my-app").authorizations())
        .isNotEmpty()
        .containsOnly(Faults.basicHeader("hana", "hana-token"));
    hana.delete("/api/projects/" + id + "?discard=true").expect(202);
    Containers.awaitNone(id, Duration.ofSeconds(30));
  }

  @Test
  void a_name_that_is_taken_is_refused_in_words() {
    Api tess = user("tess");
    String unused = GITHUB.repository("tess/taken", null);

    Answer answer = tess.post("/api/projects", Json.object("name", "taken", "provider", "github"));

    assertThat(answer.expectProblem(409).text()).contains("may exist already");
    assertThat(tess.get("/api/projects").expect(200).json().path("projects")).isEmpty();
  }

  @Test
  void repositories_are_listed_for_import_and_their_language_chooses_the_environment() {
    Api iris = user("iris");
    String url = GITHUB.repository("iris/snakes", "Python");
    String unused = GITHUB.repository("iris/beans", "Java");
    Histories.small(url, 1000);

    List<JsonNode> found =
        Json.list(iris.get("/api/github/repos?q=snakes").expect(200).json().path("repos"));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).path("fullName").asText()).isEqualTo("iris/snakes");
    assertThat(found.get(0).path("private").asBoolean()).isTrue();
    assertThat(found.get(0).path("language").asText()).isEqualTo("Python");
    assertThat(found.get(0).path("cloneUrl").asText()).isEqualTo(url);
    String id = iris.importProject("snakes", found.get(0).path("cloneUrl").asText());
    assertThat(iris.awaitImported(id).path("environment").asText()).isEqualTo("python");
  }

  @Test
  void a_token_that_cannot_push_is_said_before_the_first_push() {
    GITHUB.account("mira", "poor-token", "gist, read:user");

    Answer stored =
        SERVER
            .as("mira")
            .put(
                "/api/credentials/127.0.0.1:" + GIT.port(),
                Json.object("username", "mira", "secret", "poor-token"))
            .expect(204);

    assertThat(stored.header("Warning")).contains("lacks the scope repo");
  }

  @Test
  void without_a_credential_it_says_which_is_wanted() {
    assertThat(SERVER.as("nobody").get("/api/github/repos").expectProblem(409).text())
        .containsIgnoringCase("credential");
  }

  @Test
  void a_limit_is_passed_on_with_its_time_and_then_over() {
    Api lena = user("lena");
    GITHUB.refuse(429, Map.of("Retry-After", "42"));
    try {
      Answer limited = lena.get("/api/github/repos").expectProblem(429);
      assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 42);
    } finally {
      GITHUB.heal();
    }
    lena.get("/api/github/repos").expect(200);
  }

  @Test
  void a_project_follows_its_repository_to_another_name() {
    Api rene = user("rene");
    String url = GITHUB.repository("rene/old", "Java");
    Histories.small(url, 1000);
    String id = rene.importProject("old", url);
    rene.awaitImported(id);
    String now = GITHUB.rename("rene/old", "rene/new");

    String commit = work(rene, id);

    assertThat(Git.clone(now).run("rev-parse", "HEAD")).isEqualTo(commit);
    assertThat(rene.project(id).path("remoteUrl").asText()).isEqualTo(now);
  }
}
