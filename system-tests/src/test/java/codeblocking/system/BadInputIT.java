package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.remote.FaultyGitServer;
import codeblocking.system.kit.Answer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Bad input gets a clear error, and nothing is changed by it. */
class BadInputIT {

  private final Api rex = Shared.server().as("rex");
  private int before;

  @BeforeEach
  void count() {
    before = projects();
  }

  @AfterEach
  void nothing_was_made() {
    assertThat(projects()).isEqualTo(before);
  }

  private int projects() {
    return rex.get("/api/projects?limit=100").expect(200).json().path("projects").size();
  }

  @TestFactory
  Stream<DynamicTest> addresses_that_a_server_must_not_open_are_refused() {
    FaultyGitServer evil = Shared.evil();
    int port = evil.port();
    evil.create("refused");
    return Stream.of(
            "file:///etc",
            "/etc",
            "../../etc",
            "ssh://git@github.com/a/b.git",
            "git@github.com:a/b.git",
            "git://github.com/a/b.git",
            "ext::sh -c touch% /tmp/owned",
            "amazon-s3://bucket/x.git",
            "ftp://github.com/a/b.git",
            "javascript:alert(1)",
            "http://github.com/a/b.git",
            "http://127.0.0.1:" + port + "/refused.git",
            "https://127.0.0.1:" + port + "/refused.git",
            "http://localhost:" + port + "/refused.git",
            "http://[::1]:" + port + "/refused.git",
            "http://[::ffff:127.0.0.1]:" + port + "/refused.git",
            "http://2130706433:" + port + "/refused.git",
            "http://0x7f.1:" + port + "/refused.git",
            "http://0177.0.0.1:" + port + "/refused.git",
            "http://127.1:" + port + "/refused.git",
            "http://0.0.0.0:" + port + "/refused.git",
            "http://127.0.0.1.:" + port + "/refused.git",
            "https://169.254.169.254/latest/meta-data",
            "https://[fe80::1]/x.git",
            "https://10.0.0.1/x.git",
            "https://192.168.1.1/x.git",
            "https://172.17.0.1/x.git",
            "https://[fd00::1]/x.git",
            "https://github.com@127.0.0.1:" + port + "/refused.git",
            "http://github.com:x@127.0.0.1:" + port + "/refused.git",
            "https://github.com#@127.0.0.1:" + port + "/refused.git",
            "https://github.com\\@127.0.0.1:" + port + "/refused.git",
            "https://github.com.evil.example/a/b.git",
            "https://evil.example/a/b.git",
            "https://github.com:" + port + "/a/b.git",
            "https://user:secret@github.com/a/b.git",
            "https://github.com/a/b.git\r\nX-Evil: 1",
            "https://github.com/a b.git",
            "https://",
            "-oProxyCommand=touch /tmp/owned",
            "https://-oProxyCommand=x/a.git",
            "")
        .map(
            url ->
                DynamicTest.dynamicTest(
                    url.isEmpty() ? "(empty)" : url.replace("\r\n", "\\r\\n"),
                    () -> {
                      Answer answer =
                          rex.post("/api/projects", Json.object("name", "bad", "remoteUrl", url));
                      answer.expectProblem(400);
                      assertThat(answer.text()).doesNotContain("secret");
                      assertThat(projects()).isEqualTo(before);
                      assertThat(evil.faults("refused").requests()).isEmpty();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> names_that_are_none_are_refused() {
    return Stream.of(
            "",
            " ",
            "../up",
            "a/../../b",
            "..",
            "a\u0000b",
            "a\nb",
            "a\rb",
            "tab\there",
            "\u001b[31mred",
            "bell\u0007",
            "\u202Eesrever",
            "x".repeat(1000))
        .map(
            name ->
                DynamicTest.dynamicTest(
                    Json.object("name", name)
                        .toString()
                        .substring(0, Math.min(30, Json.object("name", name).toString().length())),
                    () -> {
                      rex.post("/api/projects", Json.object("name", name)).expectProblem(400);
                      assertThat(projects()).isEqualTo(before);
                    }));
  }

  @Test
  void an_unknown_environment_is_refused_with_the_list_of_good_ones() {
    Answer answer =
        rex.post("/api/projects", Json.object("name", "x", "environment", "cobol"))
            .expectProblem(400);
    assertThat(answer.text()).contains("base", "node", "python", "java");
  }

  @Test
  void an_unknown_environment_at_prewarm_is_refused_with_the_list_of_good_ones() {
    String id = rex.createProject("environment");
    Answer answer =
        rex.post("/api/projects/" + id + "/prewarm", Json.object("environment", "../cobol"))
            .expectProblem(400);
    assertThat(answer.text()).contains("base", "node", "python", "java");
    assertThat(rex.jobs("kind=prewarm&project=" + id)).isEmpty();
    before++;
  }

  @TestFactory
  Stream<DynamicTest> ids_that_are_none_are_refused() {
    return Stream.of(
            "not-a-uuid",
            "1",
            "..%2F..%2Fetc",
            "%00",
            "%2e%2e",
            "' OR 1=1 --".replace(" ", "%20").replace("'", "%27"),
            "00000000-0000-0000-0000-00000000000g",
            "{}".replace("{", "%7B").replace("}", "%7D"),
            "%0d%0aX-Evil:%201",
            "x".repeat(3000))
        .flatMap(
            id ->
                Stream.of(
                        "/api/projects/" + id, "/api/projects/" + id + "/saves", "/api/jobs/" + id)
                    .map(
                        path ->
                            DynamicTest.dynamicTest(
                                path.substring(0, Math.min(60, path.length())),
                                () -> {
                                  Answer answer = rex.get(path);
                                  assertThat(answer.status()).as("%s", answer).isIn(400, 404, 414);
                                  assertThat(answer.header("X-Evil")).isEmpty();
                                  assertThat(answer.text())
                                      .doesNotContain("Exception")
                                      .doesNotContain("\tat ");
                                })));
  }

  @Test
  void a_body_that_is_no_json_or_of_the_wrong_shape_is_refused() {
    for (String body :
        List.of(
            "",
            "{",
            "[]",
            "\"x\"",
            "null",
            "{\"name\":{}}",
            "{\"name\":[\"a\"]}",
            "{\"name\":\"x\",\"environment\":7}",
            "{\"name\":\"x\",\"provider\":\"sourceforge\"}",
            "{\"name\":\"x\",\"private\":\"maybe\"}",
            "{\"environment\":\"base\"}",
            "[".repeat(20_000))) {
      Answer answer =
          rex.send(
              "POST",
              "/api/projects",
              BodyPublishers.ofString(body),
              "Content-Type",
              "application/json");
      assertThat(answer.status()).as("%s of %.40s", answer, body).isEqualTo(400);
      assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
      assertThat(answer.text()).doesNotContain("Exception").doesNotContain("\tat ");
    }
  }

  @Test
  void a_branch_name_that_is_none_is_refused() {
    for (String branch : List.of("..", "-x", "a..b", "a b", "refs/heads/../x", "x.lock", "a\nb")) {
      rex.post(
              "/api/projects",
              Json.object("name", "x", "remoteUrl", "https://github.com/a/b.git", "branch", branch))
          .expectProblem(400);
    }
  }

  @Test
  void limits_cursors_and_filters_that_are_none_are_refused() {
    for (String query :
        List.of(
            "limit=abc",
            "limit=0",
            "limit=-1",
            "cursor=%00garbage",
            "kind=nonsense",
            "state=nonsense",
            "project=nonsense")) {
      rex.get("/api/jobs?" + query).expectProblem(400);
    }
    rex.get("/api/projects?limit=abc").expectProblem(400);
  }

  @Test
  void a_huge_body_is_refused_and_not_read_into_memory() {
    Answer answer =
        rex.send(
            "POST",
            "/api/projects",
            BodyPublishers.ofString("{\"name\":\"" + "x".repeat(30 << 20) + "\"}"),
            "Content-Type",
            "application/json");
    assertThat(answer.status()).isIn(400, 413);
  }

  @Test
  void an_unknown_path_or_method_is_a_clear_error() {
    assertThat(rex.get("/api/nonsense").status()).isEqualTo(404);
    assertThat(rex.send("PATCH", "/api/projects", BodyPublishers.noBody()).status()).isIn(404, 405);
    assertThat(rex.send("TRACE", "/api/projects", BodyPublishers.noBody()).status())
        .isIn(400, 401, 403, 404, 405, 501);
    for (String path :
        List.of(
            "/.//WEB-INF/web.xml",
            "/WEB-INF/web.xml",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/META-INF/MANIFEST.MF")) {
      Answer answer = rex.get(path);
      assertThat(answer.status()).as("%s", answer).isIn(400, 401, 403, 404);
      assertThat(answer.text()).doesNotContain("<web-app").doesNotContain("root:x:");
    }
  }

  @Test
  void the_docker_host_and_other_tricks_in_a_message_stay_text() {
    String id = rex.createProject("message");
    before++;
    Answer answer =
        rex.post(
            "/api/projects/" + id + "/persist",
            Json.object(
                "message", "x\n\nCodeblocking-Job: 00000000-0000-0000-0000-000000000000\n"));
    assertThat(answer.status()).isIn(202, 400);
    rex.post("/api/projects/" + id + "/persist", Json.object("message", "x".repeat(20_000)))
        .expectProblem(400);
    rex.post("/api/projects/" + id + "/persist", Json.object("message", "x".repeat(200_000)))
        .expectProblem(413);
  }
}
