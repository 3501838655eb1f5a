package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.remote.Faults.On;
import codeblocking.system.kit.Answer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Finding jobs, acting on many of them, and the dead by how they failed. */
@ResourceLock(SecondServer.LOCK)
class ConsoleIT {
  private static final int ALWAYS = 1_000;

  private final Api cleo = SecondServer.get().as("cleo <img src=x onerror=alert(1)>");
  private final Api other = SecondServer.get().as("carl");
  private final Api operator = SecondServer.get().asOperator("olga");

  @AfterEach
  void make_room() {
    cleo.discardAll();
  }

  /** An import that its remote refuses; the job is dead. */
  private static String refused(Api cleo, String repository) {
    String url = Shared.git().create(repository);
    Histories.small(url, 100);
    Shared.git().faults(repository).fail(ALWAYS, On.ANY, 403);
    String id = cleo.importProject("refused <img src=x onerror=alert(1)>", url);
    JsonNode job = cleo.jobs("kind=import&project=" + id).get(0);
    cleo.awaitJob(job.path("id").asText(), "DEAD");
    return id;
  }

  private static Answer bulk(Api as, String action, String q, boolean dryRun, Object... more) {
    ObjectNode body = Json.object("action", action, "filter", Json.object("q", q));
    body.put("dryRun", dryRun);
    for (int i = 0; i < more.length; i += 2) {
      body.put((String) more[i], (String) more[i + 1]);
    }
    return as.post("/api/jobs/bulk", body);
  }

  private static List<String> ids(List<JsonNode> jobs) {
    List<String> ids = new ArrayList<>();
    jobs.forEach(job -> ids.add(job.path("id").asText()));
    return ids;
  }

  @Test
  void a_dead_job_is_found_by_qualifiers_and_only_by_those_who_may_see_it() {
    String id = refused(cleo, "console-search");
    String search =
        Api.encode("state:dead kind:import project:" + id + " error:\"403\" age:<1h user:\"")
            + Api.encode(cleo.user())
            + Api.encode("\"");
    assertThat(operator.jobs("q=" + search)).hasSize(1);
    assertThat(cleo.jobs("q=" + search)).hasSize(1);
    assertThat(other.jobs("q=" + search)).isEmpty();
    assertThat(operator.jobs("q=" + Api.encode("project:" + id + " age:>1h"))).isEmpty();
    assertThat(operator.jobs("state=READY&q=" + search)).isEmpty();
  }

  @Test
  void a_bad_qualifier_is_named_with_what_is_allowed() {
    String detail =
        cleo.get("/api/jobs?q=" + Api.encode("colour:red"))
            .expectProblem(400)
            .json()
            .path("detail")
            .asText();
    assertThat(detail).contains("colour:").contains("state, kind, project");
    cleo.get("/api/jobs?q=" + Api.encode("state:broken")).expectProblem(400);
    bulk(operator, "retry", "age:soon", true).expectProblem(400);
  }

  @Test
  void many_are_counted_first_and_then_changed_with_who_and_why_in_their_histories() {
    String first = refused(cleo, "console-many-1");
    String second = refused(cleo, "console-many-2");
    String q = "kind:import project:" + first + "," + second;

    JsonNode would = bulk(operator, "resolve", q, true).expect(200).json();
    assertThat(would.path("matched").asInt()).isEqualTo(2);
    assertThat(would.path("changed").asInt()).isEqualTo(2);
    assertThat(would.path("states").path("DEAD").asInt()).isEqualTo(2);
    assertThat(operator.jobs("q=" + Api.encode(q + " state:dead"))).hasSize(2);

    bulk(operator, "resolve", q, false).expectProblem(400);
    JsonNode done =
        bulk(operator, "resolve", q, false, "reason", "they are gone").expect(200).json();
    assertThat(done.path("changed").asInt()).isEqualTo(2);
    assertThat(done.path("next").isNull()).isTrue();

    for (String job : ids(operator.jobs("q=" + Api.encode(q)))) {
      JsonNode events = operator.job(job).path("events");
      JsonNode last = events.get(events.size() - 1);
      assertThat(last.path("to").asText()).isEqualTo("RESOLVED");
      assertThat(last.path("actor").asText()).isEqualTo("olga");
      assertThat(last.path("reason").asText()).isEqualTo("they are gone");
    }
    JsonNode again = bulk(operator, "resolve", q, false, "reason", "once more").expect(200).json();
    assertThat(again.path("changed").asInt()).isZero();
    assertThat(again.path("refused").asInt()).isEqualTo(2);
  }

  @Test
  void who_paused_a_queue_or_a_pool_and_why_is_in_the_audit() {
    operator.post("/api/queues/import/pause", Json.object("reason", "an upgrade")).expect(200);
    operator.post("/api/queues/import/resume", Json.object()).expect(200);
    operator.post("/api/pool/base/pause", Json.object("reason", "a leak")).expect(202);
    operator.post("/api/pool/base/resume", Json.object()).expect(202);

    List<JsonNode> acts =
        Json.list(operator.get("/api/audit?limit=4").expect(200).json().path("acts"));
    assertThat(acts)
        .extracting(act -> act.path("act").asText() + " " + act.path("subject").asText())
        .containsExactly("resume pool", "pause pool", "resume queue", "pause queue");
    assertThat(acts.get(1).path("reason").asText()).isEqualTo("a leak");
    assertThat(acts.get(3).path("reason").asText()).contains("an upgrade");
    assertThat(acts).allMatch(act -> act.path("actor").asText().equals("olga"));
    operator.get("/api/audit?cursor=no.cursor").expectProblem(400);
    cleo.get("/api/audit").expectProblem(403);
  }

  @Test
  void what_came_after_the_count_is_left_alone() {
    String user = "\"" + cleo.user() + "\"";
    String counted = refused(cleo, "console-before");
    String q = "state:dead kind:import user:" + user;
    String before = bulk(operator, "resolve", q, true).expect(200).json().path("before").asText();
    String later = refused(cleo, "console-after");

    bulk(operator, "resolve", q, false, "reason", "as counted", "before", before).expect(200);

    assertThat(cleo.jobs("kind=import&project=" + counted).get(0).path("state").asText())
        .isEqualTo("RESOLVED");
    assertThat(cleo.jobs("kind=import&project=" + later).get(0).path("state").asText())
        .isEqualTo("DEAD");
    bulk(operator, "retry", q, true, "before", "yesterday").expectProblem(400);
  }

  @Test
  void many_are_the_operators_business() {
    bulk(cleo, "retry", "", true).expectProblem(403);
    bulk(operator, "explode", "", true).expectProblem(400);
    operator
        .post("/api/jobs/bulk", Json.object("action", "retry", "filter", "all"))
        .expectProblem(400);
  }

  @Test
  void the_dead_that_failed_alike_are_one_group_until_they_are_replayed() {
    Api gus = SecondServer.get().as("gus");
    String first = refused(gus, "console-group-1");
    String second = refused(gus, "console-group-2");
    JsonNode group = group(gus, first, second);
    assertThat(group.path("count").asInt()).isEqualTo(2);
    assertThat(group.path("projects").asInt()).isEqualTo(2);
    assertThat(group.path("message").asText()).contains("403").doesNotContain("console-group");
    assertThat(Json.list(other.get("/api/jobs/failures").expect(200).json().path("failures")))
        .isEmpty();

    Shared.git().faults("console-group-1").heal();
    Shared.git().faults("console-group-2").heal();
    String q = "state:dead failure:" + group.path("fingerprint").asText();
    JsonNode done = bulk(operator, "retry", q, false).expect(200).json();
    assertThat(done.path("changed").asInt()).isGreaterThanOrEqualTo(2);
    gus.awaitImported(first);
    gus.awaitImported(second);
    assertThat(Json.list(gus.get("/api/jobs/failures").expect(200).json().path("failures")))
        .isEmpty();
    gus.discardAll();
  }

  private static JsonNode group(Api api, String... projects) {
    List<JsonNode> groups =
        Json.list(api.get("/api/jobs/failures").expect(200).json().path("failures"));
    return groups.stream()
        .filter(each -> List.of(projects).contains(each.path("example").path("projectId").asText()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no group of these projects in " + groups));
  }
}
