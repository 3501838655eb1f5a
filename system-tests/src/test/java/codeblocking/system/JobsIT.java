package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.remote.Faults.On;
import codeblocking.system.kit.Answer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Await;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The queued-job console's view: what is, and what a person may do about it. */
@ResourceLock(SecondServer.LOCK)
class JobsIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Api quin = SecondServer.get().as("quin");
  private final Api operator = SecondServer.get().asOperator("operator");

  private Answer act(Api api, String job, String action) {
    return api.post("/api/jobs/" + job + "/" + action, Json.object("reason", "a test"));
  }

  private void lane(String lane, String action) {
    assertThat(
            operator
                .send("POST", "/api/queues/" + lane + "/" + action, BodyPublishers.noBody())
                .status())
        .isIn(200, 202, 204);
  }

  @AfterEach
  void make_room() {
    quin.discardAll();
    quin.awaitDiscarded();
  }

  @Test
  void a_paused_lane_holds_its_jobs_and_says_why_until_it_is_resumed() {
    String id = quin.createProject("paused");
    lane("prewarm", "pause");
    String job;
    try {
      job = quin.prewarm(id);
      JsonNode waiting =
          Await.until(
              "the job says what it waits for",
              SOON,
              () -> quin.job(job),
              each ->
                  each.path("waitingFor").asText("").toLowerCase(Locale.ROOT).contains("pause"));
      assertThat(waiting.path("state").asText()).isIn("READY", "SCHEDULED");
      JsonNode queue = queue("prewarm");
      assertThat(queue.path("depth").asInt()).isGreaterThanOrEqualTo(1);
    } finally {
      lane("prewarm", "resume");
    }
    quin.awaitJob(job, "SUCCEEDED");
    quin.stop(id);
  }

  private JsonNode queue(String lane) {
    JsonNode answer = operator.get("/api/queues").expect(200).json();
    JsonNode queues = answer.isArray() ? answer : answer.path("queues");
    return Json.list(queues).stream()
        .filter(each -> each.path("name").asText().endsWith(lane))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No queue " + lane + " in " + answer));
  }

  @Test
  void every_lane_has_a_queue_with_its_numbers() {
    for (String lane : new String[] {"prewarm", "persist", "stop", "import"}) {
      JsonNode queue = queue(lane);
      assertThat(queue.path("depth").isNumber()).as("%s", queue).isTrue();
      assertThat(queue.path("consumers").asInt()).as("%s", queue).isPositive();
    }
  }

  @Test
  void queues_are_the_operators_business() {
    quin.get("/api/queues").expectProblem(403);
    quin.send("POST", "/api/queues/prewarm/pause", BodyPublishers.noBody()).expectProblem(403);
    quin.send("POST", "/api/queues/prewarm/resume", BodyPublishers.noBody()).expectProblem(403);
    operator.send("POST", "/api/queues/nonsense/pause", BodyPublishers.noBody()).expectProblem(404);
  }

  @Test
  void a_waiting_job_can_be_cancelled_once() {
    String id = quin.createProject("cancelled");
    lane("prewarm", "pause");
    try {
      String job = quin.prewarm(id);
      act(quin, job, "cancel").expect(202);
      JsonNode cancelled = quin.awaitJob(job, "CANCELLED");
      assertThat(cancelled.path("finishedAt").asText()).isNotBlank();
      act(quin, job, "cancel").expectProblem(409);
    } finally {
      lane("prewarm", "resume");
    }
  }

  @Test
  void a_job_that_succeeded_is_not_retried_cancelled_or_resolved() {
    String id = quin.createProject("done");
    String job = quin.prewarm(id);
    quin.awaitJob(job, "SUCCEEDED");
    for (String action : new String[] {"retry", "cancel", "resolve"}) {
      act(quin, job, action).expectProblem(409);
    }
    quin.stop(id);
  }

  @Test
  void a_dead_job_is_retried_or_resolved_by_a_person() {
    String url = Shared.git().create("dead-job");
    Histories.small(url, 100);
    String id = quin.importProject("dead job", url);
    try (TerminalClient terminal = quin.attach(id)) {
      quin.awaitImported(id);
      terminal.run("echo w > work.txt");
      Shared.git().faults("dead-job").reject("no", "GH013: no");
      String job = quin.persist(id);
      JsonNode dead = quin.awaitJob(job, "DEAD");
      assertThat(dead.path("error").toString()).isNotBlank().contains("GH013");

      act(quin, job, "retry").expect(202);
      quin.awaitJob(job, "DEAD");
      act(quin, job, "resolve").expect(202);
      quin.awaitJob(job, "RESOLVED");
      act(quin, job, "resolve").expectProblem(409);
      Shared.git().faults("dead-job").heal();
    }
    quin.awaitSaved(id);
  }

  @Test
  void a_retrying_job_tells_its_attempts_and_when_it_runs_next() {
    String url = Shared.git().create("retrying");
    Histories.small(url, 100);
    String id = quin.importProject("retrying", url);
    try (TerminalClient terminal = quin.attach(id)) {
      quin.awaitImported(id);
      terminal.run("echo w > work.txt");
      Shared.git().faults("retrying").fail(100, On.PUSH, 500);
      String job = quin.persist(id);
      JsonNode retrying = quin.awaitJob(job, "RETRYING");
      assertThat(Instant.parse(retrying.path("runAt").asText()))
          .isAfter(Instant.parse(retrying.path("createdAt").asText()));
      assertThat(retrying.path("attempts").size()).isPositive();
      Shared.git().faults("retrying").heal();
      act(quin, job, "retry").expect(202);
      JsonNode done = quin.awaitJob(job, "SUCCEEDED");
      assertThat(done.path("attempt").asInt()).isGreaterThan(1);
      assertThat(done.path("phases").size()).isPositive();
    }
  }

  @Test
  void the_list_pages_without_gap_or_double_and_filters() {
    String id = quin.createProject("many jobs");
    try (TerminalClient terminal = quin.attach(id)) {
      for (int i = 0; i < 5; i++) {
        terminal.run("echo " + i + " > f.txt");
        quin.awaitJob(quin.persist(id), "SUCCEEDED");
      }
    }
    Set<String> seen = new HashSet<>();
    String cursor = "";
    do {
      JsonNode page =
          quin.get("/api/jobs?project=" + id + "&kind=persist&state=SUCCEEDED&limit=2" + cursor)
              .expect(200)
              .json();
      List<JsonNode> jobs = Json.list(page.path("jobs"));
      assertThat(jobs).hasSizeLessThanOrEqualTo(2);
      assertThat(jobs)
          .allMatch(job -> job.path("projectId").asText().equals(id))
          .allMatch(job -> job.path("kind").asText().equals("persist"));
      jobs.forEach(job -> assertThat(seen.add(job.path("id").asText())).isTrue());
      JsonNode next = page.path("next");
      cursor = next.isNull() ? "" : "&cursor=" + Api.encode(next.asText());
    } while (!cursor.isEmpty());
    assertThat(seen).hasSizeGreaterThanOrEqualTo(5);

    assertThat(quin.jobs("project=" + id + "&state=DEAD")).isEmpty();
    assertThat(operator.jobs("user=quin&project=" + id)).isNotEmpty();
    assertThat(operator.jobs("user=nobody-of-that-name")).isEmpty();
  }

  @Test
  void a_job_says_what_the_contract_says() {
    String id = quin.createProject("job shape");
    String jobId = quin.prewarm(id);
    JsonNode job = quin.awaitJob(jobId, "SUCCEEDED");
    assertThat(job.fieldNames())
        .toIterable()
        .contains(
            "id",
            "kind",
            "state",
            "outcome",
            "projectId",
            "userId",
            "attempt",
            "maxAttempts",
            "runAt",
            "createdAt",
            "startedAt",
            "finishedAt",
            "waitMillis",
            "runMillis",
            "error",
            "waitingFor",
            "phases",
            "attempts");
    assertThat(job.path("kind").asText()).isEqualTo("prewarm");
    assertThat(job.path("userId").asText()).isEqualTo("quin");
    assertThat(job.path("error").isNull()).isTrue();
    assertThat(job.path("runMillis").asLong()).isGreaterThanOrEqualTo(0);
    quin.stop(id);
  }

  @Test
  void an_unknown_job_is_not_found() {
    quin.get("/api/jobs/" + UUID.randomUUID()).expectProblem(404);
    act(quin, UUID.randomUUID().toString(), "retry").expectProblem(404);
  }

  @Test
  void stopping_gives_no_more_than_one_commit_for_a_burst_of_saves() {
    String id = quin.createProject("burst");
    try (TerminalClient terminal = quin.attach(id)) {
      terminal.run("echo w > work.txt");
      Set<String> jobs = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        jobs.add(quin.persist(id));
      }
      for (String job : jobs) {
        quin.awaitJob(job, "SUCCEEDED", "SUPERSEDED");
      }
      assertThat(Git.clone(quin, id).jobTrailers()).hasSize(1);
    }
  }
}
