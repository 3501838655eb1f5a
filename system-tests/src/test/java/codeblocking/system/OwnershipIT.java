package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Answer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every call of the contract by its owner, another user, an operator and nobody. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnershipIT {

  private enum Whose {
    /** Of one project or job: to others it does not exist. */
    OWN,
    /** Everybody sees their own part. */
    EACH,
    /** For the role alone. */
    OPERATOR
  }

  /** One call; {@code {id}} and {@code {job}} stand for the owner's. */
  private record Call(String method, String path, String body, Whose whose) {
    String template() {
      return method + " " + path.replaceAll("\\?.*", "");
    }
  }

  private static final List<Call> CALLS =
      List.of(
          new Call("GET", "/api/projects", "", Whose.EACH),
          new Call("POST", "/api/projects", "{\"name\":\"matrix\"}", Whose.EACH),
          new Call("GET", "/api/projects/{id}", "", Whose.OWN),
          new Call("POST", "/api/projects/{id}/prewarm", "{}", Whose.OWN),
          new Call("POST", "/api/projects/{id}/persist", "{}", Whose.OWN),
          new Call("GET", "/api/projects/{id}/saves", "", Whose.OWN),
          new Call("GET", "/api/projects/{id}/saves/{save}/diff", "", Whose.OWN),
          new Call("POST", "/api/projects/{id}/fetch", "", Whose.OWN),
          new Call("POST", "/api/projects/{id}/keep", "", Whose.OWN),
          new Call("PUT", "/api/projects/{id}/remote", "{\"remoteUrl\":\"ftp://x\"}", Whose.OWN),
          new Call(
              "POST",
              "/api/projects/{id}/restore",
              "{\"save\":\"00000000-0000-0000-0000-000000000000\"}",
              Whose.OWN),
          new Call("GET", "/api/projects/{id}/archive", "", Whose.OWN),
          new Call("GET", "/api/projects/{id}/files?path=", "", Whose.OWN),
          new Call("GET", "/api/projects/{id}/files/{path}", "", Whose.OWN),
          new Call("PUT", "/api/projects/{id}/files/{path}", "x", Whose.OWN),
          new Call("POST", "/api/projects/{id}/files/{path}", "{\"moveTo\":\"b\"}", Whose.OWN),
          new Call("DELETE", "/api/projects/{id}/files/{path}", "", Whose.OWN),
          new Call("GET", "/api/projects/{id}/terminals", "", Whose.OWN),
          new Call("DELETE", "/api/projects/{id}/terminals/{name}", "", Whose.OWN),
          new Call("POST", "/api/projects/{id}/ticket", "", Whose.OWN),
          new Call("PUT", "/api/credentials/{host}", "{\"secret\":\"s\"}", Whose.EACH),
          new Call("DELETE", "/api/credentials/{host}", "", Whose.EACH),
          new Call("GET", "/api/github/repos?q=x", "", Whose.EACH),
          new Call("GET", "/api/jobs", "", Whose.EACH),
          new Call("GET", "/api/jobs/failures", "", Whose.EACH),
          new Call("GET", "/api/jobs/{job}", "", Whose.OWN),
          new Call("POST", "/api/jobs/{job}/retry", "{\"reason\":\"r\"}", Whose.OWN),
          new Call("POST", "/api/jobs/{job}/cancel", "{\"reason\":\"r\"}", Whose.OWN),
          new Call("POST", "/api/jobs/{job}/resolve", "{\"reason\":\"r\"}", Whose.OWN),
          new Call(
              "POST",
              "/api/jobs/bulk",
              "{\"action\":\"retry\",\"filter\":{},\"reason\":\"r\",\"dryRun\":true}",
              Whose.OPERATOR),
          new Call("GET", "/api/queues", "", Whose.OPERATOR),
          // A lane that does not exist: the role is asked first, and nothing is paused.
          new Call("POST", "/api/queues/{name}/pause", "", Whose.OPERATOR),
          new Call("POST", "/api/queues/{name}/resume", "", Whose.OPERATOR),
          new Call("GET", "/api/pool", "", Whose.OPERATOR),
          // An environment that does not exist, for the same reason.
          new Call("POST", "/api/pool/{name}/pause", "", Whose.OPERATOR),
          new Call("POST", "/api/pool/{name}/resume", "", Whose.OPERATOR),
          new Call("GET", "/api/containers", "", Whose.EACH),
          new Call("GET", "/api/sessions", "", Whose.EACH),
          new Call("GET", "/api/audit", "", Whose.OPERATOR),
          new Call("GET", "/api/trends", "", Whose.EACH),
          new Call("GET", "/api/lifelines", "", Whose.EACH),
          new Call("GET", "/api/overview", "", Whose.EACH),
          new Call("GET", "/api/events", "", Whose.EACH),
          new Call("POST", "/api/projects/{id}/stop", "", Whose.OWN),
          new Call("DELETE", "/api/projects/{id}?discard=true", "", Whose.OWN));

  private final Server server = Shared.server();
  private final Api owner = server.as("owner");
  private final Api other = server.as("other");
  private final Api operator = server.asOperator("matrix-operator");
  private final Api nobody = server.with(null);
  private String project = "";
  private String job = "";

  @BeforeAll
  void a_project_with_a_job_and_a_file() {
    project = owner.createProject("matrix");
    try (TerminalClient terminal = owner.attach(project)) {
      terminal.run("echo one > a.txt");
      job = owner.persist(project);
      owner.awaitJob(job, "SUCCEEDED");
    }
  }

  @AfterAll
  void tidy() {
    for (Api each : new Api[] {owner, other, operator}) {
      each.discardAll();
      for (JsonNode project :
          Json.list(each.get("/api/projects").expect(200).json().path("projects"))) {
        Answer unused =
            each.delete("/api/projects/" + project.path("id").asText() + "?discard=true");
      }
    }
  }

  private Answer make(Call call, Api as) {
    String path =
        call.path()
            .replace("{id}", project)
            .replace("{job}", job)
            .replace("{save}", "00000000-0000-0000-0000-000000000000")
            .replace("{path}", "a.txt")
            .replace("{host}", "matrix.example.com")
            .replace("{name}", "no-such-lane");
    if (call.body().isEmpty()) {
      return as.send(call.method(), path, BodyPublishers.noBody());
    }
    return as.send(
        call.method(),
        path,
        BodyPublishers.ofString(call.body()),
        "Content-Type",
        call.method().equals("PUT") && path.contains("/files/")
            ? "application/octet-stream"
            : "application/json");
  }

  @TestFactory
  Stream<DynamicTest> nobody_gets_in() {
    return CALLS.stream()
        .map(
            call ->
                DynamicTest.dynamicTest(
                    call.template(), () -> make(call, nobody).expectProblem(401)));
  }

  @TestFactory
  Stream<DynamicTest> what_is_somebody_elses_does_not_exist() {
    return CALLS.stream()
        .filter(call -> call.whose() == Whose.OWN)
        .map(
            call ->
                DynamicTest.dynamicTest(
                    call.template(),
                    () -> {
                      Answer answer = make(call, other).expectProblem(404);
                      // Not even by its words: an unknown one is told apart by nothing.
                      assertThat(answer.text()).doesNotContain("matrix");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> what_is_the_operators_is_refused_to_a_user() {
    return CALLS.stream()
        .filter(call -> call.whose() == Whose.OPERATOR)
        .map(
            call ->
                DynamicTest.dynamicTest(
                    call.template(), () -> make(call, owner).expectProblem(403)));
  }

  @TestFactory
  Stream<DynamicTest> an_operator_may_call_what_is_the_operators() {
    return CALLS.stream()
        .filter(call -> call.whose() == Whose.OPERATOR)
        .map(
            call ->
                DynamicTest.dynamicTest(
                    call.template(),
                    () -> assertThat(make(call, operator).status()).isIn(200, 202, 204, 404, 501)));
  }

  @TestFactory
  Stream<DynamicTest> everybody_sees_their_own_part() {
    return CALLS.stream()
        .filter(call -> call.whose() == Whose.EACH)
        // Streams without an end have their own test; GitHub is outside.
        .filter(call -> !call.path().startsWith("/api/events"))
        .filter(call -> !call.path().startsWith("/api/github"))
        .map(
            call ->
                DynamicTest.dynamicTest(
                    call.template(),
                    () -> {
                      Answer answer = make(call, other);
                      assertThat(answer.status()).as("%s", answer).isBetween(200, 204);
                      assertThat(answer.text()).doesNotContain(project).doesNotContain(job);
                    }));
  }

  @Test
  void an_operator_sees_all_containers_sessions_and_jobs() {
    assertThat(operator.get("/api/jobs?project=" + project).expect(200).text()).contains(job);
    try (TerminalClient terminal = owner.attach(project)) {
      terminal.run("true");
      // The prompt is sooner there than the rows.
      owner.awaitProject(
          project,
          "has its container and its session",
          Duration.ofSeconds(10),
          p -> p.path("container").isObject() && p.path("sessions").asInt() == 1);
      assertThat(operator.get("/api/containers").expect(200).text()).contains(project);
      assertThat(operator.get("/api/sessions").expect(200).text()).contains(project);
      assertThat(owner.get("/api/containers").expect(200).text()).contains(project);
      operator.get("/api/overview").expect(200);
    }
  }

  @Test
  void somebody_elses_repository_is_not_found_by_git() {
    String stolen = Git.url(owner, project).replace(owner.token(), other.token());
    assertThat(Git.in(server.dataDir()).tryTo("ls-remote", stolen).exit()).isNotZero();
    String anonymous = server.origin() + "/git/" + project + ".git";
    assertThat(Git.in(server.dataDir()).tryTo("ls-remote", anonymous).exit()).isNotZero();
  }

  @Test
  void an_unknown_project_is_not_found_either() {
    owner.get("/api/projects/" + UUID.randomUUID()).expectProblem(404);
  }

  @Test
  void no_endpoint_is_missing_from_this_table() {
    JsonNode openapi = openapi(server);
    Set<String> known = new TreeSet<>();
    CALLS.forEach(call -> known.add(shape(call.template())));
    Set<String> served = new TreeSet<>();
    openapi
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (path.getKey().startsWith("/api")) {
                            served.add(
                                shape(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
                          }
                        }));
    assertThat(served).isNotEmpty();
    assertThat(known).as("calls of the contract").isSubsetOf(served);
    assertThat(served).as("endpoints that nobody tests").isSubsetOf(known);
  }

  /** Without the names of the parameters, which are free. */
  static String shape(String template) {
    return template.replaceAll("\\{[^}]*}", "{}").replaceAll("/$", "");
  }

  static JsonNode openapi(Server server) {
    Answer answer = server.with(null).get("/openapi", "Accept", "application/json").expect(200);
    return answer.json();
  }
}
