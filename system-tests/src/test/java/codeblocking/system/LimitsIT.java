package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Answer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.TerminalClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What is over a limit is refused with when to come back, and changes nothing. */
@ResourceLock(SecondServer.LOCK)
class LimitsIT {

  private final Api oda = SecondServer.get().as("oda");
  private final Api pia = SecondServer.get().as("pia");
  private final Api operator = SecondServer.get().asOperator("operator");

  @AfterEach
  void make_room() {
    oda.discardAll();
    pia.discardAll();
    oda.awaitDiscarded();
    pia.awaitDiscarded();
  }

  @Test
  void a_user_gets_no_more_containers_than_allowed() {
    String one = oda.createProject("one");
    String two = oda.createProject("two");
    String three = oda.createProject("three");
    try (TerminalClient first = oda.attach(one);
        TerminalClient second = oda.attach(two)) {
      Answer refused = oda.post("/api/projects/" + three + "/prewarm", Json.object());
      refused.expectProblem(429);
      assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
      assertThat(oda.terminal(three).open().awaitClosed(Duration.ofSeconds(20))).isEqualTo(4429);
      assertThat(Containers.running(three)).isEmpty();

      // The limit is the user's own.
      String other = pia.createProject("other");
      try (TerminalClient third = pia.attach(other)) {
        third.run("true");
        // And there is one for all together.
        String fourth = pia.createProject("fourth");
        pia.post("/api/projects/" + fourth + "/prewarm", Json.object()).expectProblem(429);
      }
      first.run("true");
      second.run("true");
    }
    for (String each : new String[] {one, two}) {
      Containers.awaitNone(each, Duration.ofSeconds(60));
    }
    oda.prewarm(three);
  }

  @Test
  void a_full_queue_refuses_more_but_never_a_save() {
    String saved = oda.createProject("save me");
    try (TerminalClient terminal = oda.attach(saved)) {
      terminal.run("echo w > work.txt");
      pause("import");
      pause("persist");
      List<String> accepted = new ArrayList<>();
      try {
        String url = Shared.git().create("full-queue");
        Histories.small(url, 100);
        for (int i = 0; i < 3; i++) {
          accepted.add(pia.importProject("import " + i, url));
        }
        int before = projects(pia);
        Answer refused =
            pia.post("/api/projects", Json.object("name", "one too many", "remoteUrl", url));
        refused.expectProblem(429);
        assertThat(refused.header("Retry-After")).isNotBlank();
        assertThat(projects(pia)).isEqualTo(before);

        for (int i = 0; i < 6; i++) {
          assertThat(oda.persist(saved)).isNotBlank();
        }
      } finally {
        resume("import");
        resume("persist");
      }
      accepted.forEach(pia::awaitImported);
      oda.awaitSaved(saved);
    }
  }

  private static int projects(Api api) {
    return api.get("/api/projects?limit=100").expect(200).json().path("projects").size();
  }

  private void pause(String lane) {
    assertThat(
            operator
                .send("POST", "/api/queues/" + lane + "/pause", BodyPublishers.noBody())
                .status())
        .isIn(200, 202, 204);
  }

  private void resume(String lane) {
    assertThat(
            operator
                .send("POST", "/api/queues/" + lane + "/resume", BodyPublishers.noBody())
                .status())
        .isIn(200, 202, 204);
  }
}
