package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Answer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The broker dies and comes back: no request hangs, and no job is lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerDownIT {

  private final TestBroker broker;
  private final Server server;

  BrokerDownIT() throws IOException {
    broker = new TestBroker();
    server = Server.options().with("CODEBLOCKING_BROKER_URL", broker.url()).prepare();
  }

  @BeforeAll
  void start() {
    broker.start();
    server.start();
  }

  @AfterAll
  void close() {
    try {
      server.close();
    } finally {
      broker.close();
    }
  }

  @Test
  void calls_are_answered_within_a_second_while_it_is_down_and_the_jobs_run_when_it_is_back() {
    Api bea = server.as("bea");
    String id = bea.createProject("broker");
    String other = bea.createProject("later");
    List<String> jobs = new ArrayList<>();
    TerminalClient terminal = bea.attach(id);
    terminal.run("echo before > before.txt");
    bea.awaitJob(bea.persist(id), "SUCCEEDED");

    broker.kill();
    terminal.run("echo w > work.txt");
    for (int i = 0; i < 5; i++) {
      jobs.add(quickly(bea, "/api/projects/" + other + "/prewarm"));
      jobs.add(quickly(bea, "/api/projects/" + id + "/persist"));
    }
    long start = System.nanoTime();
    String made = bea.createProject("made while it is down");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    terminal.run("echo the terminal goes on");
    terminal.close();

    broker.start();
    for (String job : jobs) {
      bea.awaitJob(job, Duration.ofSeconds(60), "SUCCEEDED", "SUPERSEDED");
    }
    bea.awaitSaved(id);
    Git clone = Git.clone(bea, id);
    assertThat(clone.tree()).containsKeys("before.txt", "work.txt");
    assertThat(clone.jobTrailers()).doesNotHaveDuplicates();
    assertThat(Containers.one(other)).isNotEmpty();
    bea.awaitJob(bea.prewarm(made), "SUCCEEDED");
  }

  private static String quickly(Api api, String path) {
    long start = System.nanoTime();
    Answer answer = api.post(path, Json.object()).expect(202);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as(path)
        .isLessThan(Duration.ofSeconds(1));
    return answer.json().path("jobId").asText();
  }
}
