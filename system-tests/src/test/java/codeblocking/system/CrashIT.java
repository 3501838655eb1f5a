package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.remote.Faults;
import codeblocking.remote.Faults.On;
import codeblocking.remote.FaultyGitServer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The server dies at the worst moment and comes back: no work is lost, and none is done twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrashIT {

  private final FaultyGitServer git = FaultyGitServer.start();
  private final Server server =
      Server.options().with("CODEBLOCKING_IMPORT_HOSTS", git.origin()).prepare();

  @BeforeAll
  void start() {
    server.start();
  }

  @AfterAll
  void close() {
    try {
      server.close();
    } finally {
      git.close();
    }
  }

  private String imported(Api user, String name) {
    String url = git.create(name);
    Histories.small(url, 2000);
    String id = user.importProject(name, url);
    user.awaitImported(id);
    return id;
  }

  private void assertOneSave(Api user, String id, String name) {
    user.awaitSaved(id);
    Git clone = Git.clone(git.url(name));
    assertThat(clone.tree()).as(name).containsKey("work.txt");
    assertThat(clone.jobTrailers()).as(name).hasSize(1);
    assertThat(git.faults(name).pushes()).as(name).allMatch(Faults.Pushed::fastForward);
  }

  @Test
  @Order(1)
  void kill_9_while_a_push_is_under_way_loses_nothing_and_saves_once() throws Exception {
    Api ida = server.as("ida");
    String applied = imported(ida, "applied");
    String cut = imported(ida, "cut");
    String waiting = imported(ida, "waiting");
    String open = imported(ida, "open");
    for (String id : new String[] {applied, cut, waiting}) {
      try (TerminalClient terminal = ida.attach(id)) {
        terminal.run("echo w > work.txt");
        if (id.equals(applied)) {
          git.faults("applied").hold(On.PUSH_PACK);
        } else if (id.equals(cut)) {
          git.faults("cut").hold(On.PUSH_PACK).dropBody(1, On.PUSH_PACK, 0);
        } else {
          git.faults("waiting").hold(On.PUSH);
        }
      }
    }
    TerminalClient tab = ida.attach(open);
    tab.run("echo w > work.txt");
    for (String name : new String[] {"applied", "cut", "waiting"}) {
      assertThat(git.faults(name).awaitHeld(Duration.ofSeconds(30))).as(name).isTrue();
    }
    String container = Containers.one(open);

    server.kill();
    // The pack of the first has arrived as a whole: the remote applies it for a client that is
    // dead.
    git.faults("applied").release();
    git.faults("cut").release();
    git.faults("waiting").release();
    server.start();

    assertOneSave(ida, applied, "applied");
    assertOneSave(ida, cut, "cut");
    assertOneSave(ida, waiting, "waiting");
    // Whoever was at work finds the same container, with what was in it.
    try (TerminalClient again = ida.attach(open)) {
      assertThat(again.run("cat work.txt")).contains("w");
      assertThat(Containers.one(open)).isEqualTo(container);
    }
    assertOneSave(ida, open, "open");
    for (String id : new String[] {applied, cut, waiting, open}) {
      Containers.awaitNone(id, Duration.ofSeconds(60));
    }
  }

  @Test
  @Order(2)
  void sigterm_tells_the_sessions_and_the_next_start_goes_on() {
    Api jon = server.as("jon");
    String id = imported(jon, "terminated");
    TerminalClient tab = jon.attach(id);
    tab.run("echo w > work.txt");

    int exit = server.stop();
    assertThat(tab.awaitClosed(Duration.ofSeconds(20))).isEqualTo(1001);
    assertThat(exit).isIn(0, 143, 130);

    server.start();
    try (TerminalClient again = server.as("jon").attach(id)) {
      assertThat(again.run("cat work.txt")).contains("w");
    }
    assertOneSave(server.as("jon"), id, "terminated");
  }

  @Test
  @Order(3)
  void a_container_that_dies_takes_no_work_with_it() {
    Api kim = server.as("kim");
    String id = imported(kim, "killed-container");
    TerminalClient tab = kim.attach(id);
    tab.run("echo w > work.txt");

    Containers.kill(Containers.one(id));
    // The client is told in one way or another, and may come back.
    kim.awaitProject(
        id,
        "knows that its container is gone or new",
        Duration.ofSeconds(30),
        project -> project.path("container").isNull() || tab.ended());
    tab.drop();
    try (TerminalClient again = kim.attach(id)) {
      assertThat(again.run("cat work.txt")).contains("w");
    }
    assertOneSave(kim, id, "killed-container");
  }

  @Test
  @Order(4)
  void jobs_and_saves_of_before_are_still_told() {
    Api ida = server.as("ida");
    for (JsonNode project :
        Json.list(ida.get("/api/projects").expect(200).json().path("projects"))) {
      assertThat(ida.saves(project.path("id").asText())).isNotEmpty();
    }
    assertThat(ida.jobs("kind=persist")).isNotEmpty();
  }
}
