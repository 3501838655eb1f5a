package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Await;
import codeblocking.system.kit.Command;
import codeblocking.system.kit.Command.Ended;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Root;
import codeblocking.system.kit.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot go well says so in one clear line, and ends. */
class StartIT {

  private static final Duration ENOUGH = Duration.ofMinutes(2);

  @TempDir Path temp;

  private Ended run(int port, Path dataDir, Map<String, String> settings) {
    return Command.of(
            Root.directory().resolve("run").toString(),
            "--port",
            Integer.toString(port),
            "--data-dir",
            dataDir.toString())
        .env(settings)
        .atMost(ENOUGH)
        .run();
  }

  private Ended runWith(String variable, String value) {
    return run(Server.freePort(), temp.resolve("data"), Map.of(variable, value));
  }

  private static void assertClear(Ended ended, String... words) {
    assertThat(ended.exit()).as(ended.output()).isNotZero();
    assertThat(ended.output()).doesNotContain("Ready:").doesNotContain("\tat ");
    assertThat(ended.output().lines())
        .as("one line with all of it, in:%n%s", ended.output())
        .anySatisfy(line -> assertThat(line).contains(words));
  }

  @Test
  void a_port_in_use_is_named() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertClear(run(port, temp.resolve("data"), Map.of()), Integer.toString(port));
    }
  }

  @Test
  void a_data_directory_that_cannot_be_written_is_named() throws IOException {
    Path file = Files.createFile(temp.resolve("not-a-directory"));
    assertClear(run(Server.freePort(), file, Map.of()), file.toString());
    assertThat(Files.size(file)).isZero();
  }

  @Test
  void a_duration_that_is_none_is_named_with_key_value_and_what_is_allowed() {
    assertClear(runWith("CODEBLOCKING_GRACE", "banana"), "codeblocking.grace", "banana");
  }

  @Test
  void a_setting_below_its_bound_is_named() {
    assertClear(runWith("CODEBLOCKING_ZOMBIE_AGE", "PT-5M"), "codeblocking.zombie.age", "PT-5M");
  }

  @Test
  void a_choice_that_is_none_is_named() {
    assertClear(
        runWith("CODEBLOCKING_PERSIST_TARGET", "trunk"),
        "codeblocking.persist.target",
        "trunk",
        "branch",
        "ref");
  }

  @Test
  void a_port_that_is_none_is_named() {
    Ended ended = run(99_999, temp.resolve("data"), Map.of());
    assertThat(ended.exit()).isNotZero();
    assertThat(ended.output()).contains("99999").doesNotContain("\tat ");
  }

  @Test
  void an_option_that_is_none_is_named() {
    Ended ended =
        Command.of(Root.directory().resolve("run").toString(), "--prot", "1").atMost(ENOUGH).run();
    assertThat(ended.exit()).isNotZero();
    assertThat(ended.output()).contains("--prot");
  }

  @Test
  void a_token_for_nobody_is_refused() {
    Ended ended =
        Command.of(
                Root.directory().resolve("run").toString(), "token", "--data-dir", temp.toString())
            .atMost(ENOUGH)
            .run();
    assertThat(ended.exit()).isNotZero();
    assertThat(ended.output()).doesNotContain("\tat ");
  }

  @Test
  void a_data_directory_of_a_running_server_is_not_opened_twice() {
    Server first = Shared.server();
    Ended second = run(Server.freePort(), first.dataDir(), Map.of());
    assertThat(second.exit()).isNotZero();
    assertThat(second.output()).doesNotContain("Ready:").doesNotContain("\tat ");
    assertThat(second.output()).contains(first.dataDir().toString());
    first.with(null).get("/health/ready").expect(200);
  }

  @Test
  void a_broker_that_is_not_there_is_said_at_the_start() {
    int closed = Server.freePort();
    Server server =
        Server.options().with("CODEBLOCKING_BROKER_URL", "tcp://127.0.0.1:" + closed).prepare();
    try {
      boolean ready;
      try {
        server.start();
        ready = true;
      } catch (AssertionError e) {
        ready = false;
      }
      assertThat(server.output())
          .as("ready: %s", ready)
          .anySatisfy(
              line ->
                  assertThat(line)
                      .containsIgnoringCase("broker")
                      .contains(Integer.toString(closed)));
    } finally {
      server.discard();
    }
  }

  @Test
  void the_doctor_finds_an_engine_that_is_not_there() {
    Ended ended =
        Command.of(
                Root.directory().resolve("run").toString(), "doctor", "--data-dir", temp.toString())
            .env("CODEBLOCKING_DOCKER_HOST", "unix://" + temp.resolve("no-such.sock"))
            .atMost(ENOUGH)
            .run();
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.output()).contains("no-such.sock").doesNotContain("\tat ");
  }

  @Test
  void the_doctor_finds_a_server_that_would_listen_to_everybody() {
    Ended ended =
        Command.of(
                Root.directory().resolve("run").toString(), "doctor", "--data-dir", temp.toString())
            .env("CODEBLOCKING_HTTP_HOST", "0.0.0.0")
            .atMost(ENOUGH)
            .run();
    assertThat(ended.output()).contains("0.0.0.0").doesNotContain("\tat ");
  }

  @Test
  void without_an_engine_it_says_so_in_words() {
    Server server =
        Server.options()
            .with("CODEBLOCKING_DOCKER_HOST", "unix://" + temp.resolve("no-such.sock"))
            .prepare();
    try {
      boolean ready;
      try {
        server.start();
        ready = true;
      } catch (AssertionError e) {
        ready = false;
      }
      assertThat(server.output())
          .anySatisfy(line -> assertThat(line).containsPattern("(?i)docker|engine"));
      if (ready) {
        String id = server.as("ann").createProject("no engine");
        String job = server.as("ann").prewarm(id);
        Await.until(
            "the job says that the engine is missing",
            Duration.ofSeconds(60),
            () -> server.as("ann").job(job),
            each -> each.path("error").toString().matches("(?is).*(docker|engine).*"));
      }
    } finally {
      server.discard();
    }
  }

  @Test
  void two_instances_have_each_their_own_containers() {
    String here = Shared.server().as("ann").createProject("here");
    String there = SecondServer.get().as("ann").createProject("there");
    Shared.server().as("ann").awaitJob(Shared.server().as("ann").prewarm(here), "SUCCEEDED");
    assertThat(SecondServer.get().as("ann").get("/api/projects/" + here).status()).isIn(401, 404);
    assertThat(Shared.server().instance()).isNotEmpty();
    assertThat(Containers.running(there)).isEmpty();
    assertThat(Containers.running(here))
        .allMatch(each -> each.instance().equals(Shared.server().instance()));
    Shared.server().as("ann").stop(here);
  }
}
