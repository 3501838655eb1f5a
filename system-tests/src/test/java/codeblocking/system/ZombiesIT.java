package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.remote.Faults.On;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Await;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Containers that nobody uses are saved, then stopped; containers of others are left alone. */
@ResourceLock(SecondServer.LOCK)
class ZombiesIT {

  private final Api nia = SecondServer.get().as("nia");

  @AfterEach
  void make_room() {
    nia.discardAll();
    nia.awaitDiscarded();
  }

  @Test
  void a_container_that_nobody_ever_connected_to_is_saved_before_it_is_stopped() {
    String id = nia.createProject("zombie");
    nia.awaitJob(nia.prewarm(id), "SUCCEEDED");
    // Work that no session made: only the sweep can find it.
    assertThat(
            Containers.exec(
                    Containers.one(id), "sh", "-c", "echo unsaved > /workspace/project/unsaved.txt")
                .exit())
        .isZero();

    Containers.awaitNone(id, Duration.ofSeconds(60));
    JsonNode save = nia.awaitSaved(id);
    assertThat(save.path("trigger").asText()).isIn("zombie", "stop");
    assertThat(Git.clone(nia, id).run("show", "HEAD:unsaved.txt")).isEqualTo("unsaved");
  }

  @Test
  void a_container_with_a_session_is_never_a_zombie() {
    String id = nia.createProject("in use");
    try (TerminalClient terminal = nia.attach(id)) {
      String container = Containers.one(id);
      // Twice the age and several sweeps.
      SessionsIT.pause(Duration.ofSeconds(14));
      assertThat(Containers.one(id)).isEqualTo(container);
      terminal.run("echo alive");
    }
    Containers.awaitNone(id, Duration.ofSeconds(60));
  }

  @Test
  void a_container_whose_save_is_pending_is_no_zombie() {
    String url = Shared.git().create("pending");
    Histories.small(url, 1000);
    String id = nia.importProject("pending", url);
    try (TerminalClient terminal = nia.attach(id)) {
      nia.awaitImported(id);
      terminal.run("echo w > work.txt");
      Shared.git().faults("pending").hold(On.PUSH);
    }
    SessionsIT.pause(Duration.ofSeconds(12));
    assertThat(nia.project(id).path("unsaved").asBoolean()).isTrue();

    Shared.git().faults("pending").release();
    nia.awaitSaved(id);
    Containers.awaitNone(id, Duration.ofSeconds(60));
    assertThat(Git.clone(url).jobTrailers()).hasSize(1);
  }

  @Test
  void containers_of_another_instance_or_without_a_label_are_never_touched() {
    String id = nia.createProject("neighbour");
    nia.awaitJob(nia.prewarm(id), "SUCCEEDED");
    String image = Containers.inspect(Containers.one(id)).path("Config").path("Image").asText();
    String other = UUID.randomUUID().toString();
    String foreign =
        Containers.docker(
            "run",
            "-d",
            "--network",
            "none",
            "--label",
            "codeblocking.instance=" + other,
            "--label",
            "codeblocking.projectId=" + id,
            "--label",
            "codeblocking.userId=nia",
            "--name",
            "cb-" + other + "-" + id,
            image,
            "sleep",
            "600");
    String plain = Containers.docker("run", "-d", "--network", "none", image, "sleep", "600");
    try {
      // The swept zombie is the proof that the sweep ran.
      awaitGone(id, foreign);
      assertThat(running(foreign)).isTrue();
      assertThat(running(plain)).isTrue();
    } finally {
      Containers.remove(foreign);
      Containers.remove(plain);
    }
  }

  private static void awaitGone(String projectId, String butNot) {
    Await.until(
        "the zombie is gone",
        Duration.ofSeconds(60),
        () -> Containers.running(projectId).stream().allMatch(each -> each.id().equals(butNot)));
  }

  private static boolean running(String container) {
    return Containers.inspect(container).path("State").path("Running").asBoolean();
  }
}
