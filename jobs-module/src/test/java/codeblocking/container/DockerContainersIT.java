package codeblocking.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import codeblocking.settings.Settings;
import codeblocking.settings.SettingsReader;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs a Docker engine with the base image, since only the engine tells what it really does. */
class DockerContainersIT extends ContainersContract {
  private static final String INSTANCE = "it" + UUID.randomUUID().toString().substring(0, 8);

  @TempDir static Path data;
  private static DockerContainers containers;

  /** To look behind what is tested. */
  private static Engine engine;

  @BeforeAll
  static void connect() {
    containers = new DockerContainers(settings(), INSTANCE, places());
    engine = new Engine(settings().dockerHost());
  }

  static Places places() {
    return new Places(new DataDirectory(data));
  }

  static Settings settings() {
    return settings(Map.of());
  }

  static Settings settings(Map<String, String> more) {
    return settings(data, more);
  }

  static Settings settings(Path data, Map<String, String> more) {
    return SettingsReader.read(
        key ->
            Optional.ofNullable(more.get(key))
                .or(
                    () ->
                        key.equals("codeblocking.data.dir")
                            ? Optional.of(data.toString())
                            : Optional.empty()));
  }

  @AfterEach
  void clear() throws Exception {
    for (LiveContainer container : containers.list().containers()) {
      containers.remove(container.id());
    }
  }

  @AfterAll
  static void nothing_is_left() throws Exception {
    assertThat(
            engine
                .client()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(ContainerLabels.INSTANCE, INSTANCE))
                .exec())
        .isEmpty();
    containers.close();
    try {
      engine.client().removeNetworkCmd("cb-" + INSTANCE).exec();
    } catch (NotFoundException e) {
      // No test made it.
    }
    engine.close();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("codeblocking-")));
  }

  @Override
  Containers containers() {
    return containers;
  }

  @Override
  void die(ProjectId dying) {
    engine.client().killContainerCmd("cb-" + INSTANCE + "-" + dying).exec();
  }

  private String inside(String script) throws Exception {
    Process process =
        containers.run(
            request(project),
            List.of("sh", "-c", "{ " + script + "; } 2>&1"),
            Duration.ofMinutes(1));
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output.strip();
  }

  @Test
  void the_runtime_is_the_one_that_was_chosen() throws Exception {
    Map<String, String> chosen = Map.of("codeblocking.runtime", "io.containerd.runc.v2");
    try (DockerContainers other = new DockerContainers(settings(chosen), INSTANCE, places())) {
      LiveContainer live = other.start(request(project));
      assertThat(
              engine
                  .client()
                  .inspectContainerCmd(live.id().value())
                  .exec()
                  .getHostConfig()
                  .getRuntime())
          .isEqualTo("io.containerd.runc.v2");
    }
  }

  @Test
  void a_runtime_that_the_engine_has_not_is_said_to_be_missing() throws Exception {
    Map<String, String> chosen = Map.of("codeblocking.runtime", "no-such-runtime");
    try (DockerContainers other = new DockerContainers(settings(chosen), INSTANCE, places())) {
      EngineUnavailable failure =
          catchThrowableOfType(EngineUnavailable.class, () -> other.start(request(project)));
      assertThat(failure).hasMessageContaining("no-such-runtime");
    }
  }

  @Test
  void the_main_shell_and_what_runs_in_it_outlive_the_server() throws Exception {
    LiveContainer live = started();
    TerminalStream before = containers.mainTerminal(live.id(), 80, 24);
    TerminalProbe terminal = new TerminalProbe(before);
    terminal.awaitText("$ ").type("kept=of-the-shell; sleep 4711 & cd /tmp\n");
    terminal.type("echo $((4321))\n").awaitText("4321\r\n").type("echo $kept, half a line");
    terminal.awaitText("half a line");
    before.release();
    terminal.awaitClosed();

    try (DockerContainers next = new DockerContainers(settings(), INSTANCE, places())) {
      TerminalStream after = next.mainTerminal(live.id(), 100, 30);
      TerminalProbe again = new TerminalProbe(after);
      assertThat(after.continued()).isTrue();
      // Also what was typed and not entered is shown again.
      again.awaitText("half a line").type("; pwd; stty size; jobs\n");
      again.awaitText("of-the-shell, half a line\r\n/tmp\r\n30 100\r\n");
      again.awaitText("sleep 4711");
      after.release();
    }
  }

  @Test
  void a_main_terminal_that_is_closed_ends_what_runs_in_it_and_not_what_shall_outlive_it()
      throws Exception {
    LiveContainer live = started();
    TerminalStream main = containers.mainTerminal(live.id(), 80, 24);
    TerminalProbe terminal = new TerminalProbe(main);
    terminal.awaitText("$ ").type("sleep 4711 & nohup sleep 4712 >/dev/null 2>&1 &\n");
    terminal.type("echo $((4321))\n").awaitText("4321\r\n");
    assertThat(inside("pgrep -xa sleep | grep -c 471")).isEqualTo("2");

    main.close();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(inside("pgrep -xa sleep | grep -o '471.'")).isEqualTo("4712"));
    assertThat(inside("pgrep -fc '^bash -l$'")).isEqualTo("0");
    TerminalProbe again = new TerminalProbe(containers.mainTerminal(live.id(), 80, 24));
    again.awaitText("$ ").type("echo $((9876))\n").awaitText("9876\r\n");
  }

  @Test
  void a_pause_just_after_a_shell_was_asked_for_leaves_an_engine_that_answers() throws Exception {
    LiveContainer live = started();
    for (int round = 0; round < 8; round++) {
      TerminalStream shell = containers.spare(live.id(), 80, 24);

      containers.pause(project);

      assertThat(containers.find(project)).map(LiveContainer::paused).contains(true);
      containers.resume(project);
      shell.close();
    }
  }

  @Test
  void a_pause_while_a_shell_is_being_ended_leaves_an_engine_that_answers() throws Exception {
    LiveContainer live = started();
    for (int round = 0; round < 12; round++) {
      TerminalStream shell = containers.spare(live.id(), 80, 24);
      TerminalStream main = containers.mainTerminal(live.id(), 80, 24);
      shell.close();
      main.close();
      // The ending comes at another moment of the pause each time.
      Thread.sleep(round * 4L);

      containers.pause(project);

      assertThat(containers.find(project)).map(LiveContainer::paused).contains(true);
      containers.resume(project);
    }
  }

  @Test
  void a_workspace_has_no_privilege_at_all() throws Exception {
    started();

    assertThat(inside("grep -E 'CapEff|CapBnd|NoNewPrivs|Seccomp:' /proc/self/status"))
        .contains("CapEff:\t0000000000000000")
        .contains("CapBnd:\t0000000000000000")
        .contains("NoNewPrivs:\t1")
        .contains("Seccomp:\t2");
    assertThat(inside("id -u; id -g")).isEqualTo("10001\n10001");
    assertThat(inside("touch /x || touch /usr/x || touch /etc/x"))
        .contains("Read-only file system");
    assertThat(inside("touch /workspace/x")).contains("Permission denied");
    assertThat(inside("touch /run/codeblocking/x")).contains("Read-only file system");
    assertThat(inside("mount -t tmpfs none /tmp")).containsAnyOf("permission denied", "superuser");
    assertThat(inside("unshare -U true")).contains("Operation not permitted");
    assertThat(inside("ls /var/run/docker.sock /run/docker.sock; env"))
        .contains("No such file")
        .doesNotContain("TOKEN")
        .contains("HOME=/workspace/home");
  }

  @Test
  void a_workspace_is_bounded() throws Exception {
    started();

    assertThat(inside("cat /sys/fs/cgroup/pids/pids.max || cat /sys/fs/cgroup/pids.max"))
        .contains("64");
    assertThat(inside("df -m /tmp | tail -1 | awk '{print $2}'")).isEqualTo("64");
    assertThat(inside("ulimit -c; ulimit -n")).isEqualTo("0\n16384");
    assertThat(inside("ps -p 1 -o comm=")).isEqualTo("docker-init");
    assertThat(inside("for i in $(seq 100); do sleep 5 & done; wait"))
        .containsAnyOf("Resource temporarily unavailable", "Cannot fork");
  }

  @Test
  void the_slot_is_the_servers_and_what_is_in_it_the_users() throws Exception {
    started();
    DataDirectory directory = new DataDirectory(data);
    String id = project.toString();

    assertThat(owner(directory.slot(id))).isZero();
    assertThat(owner(directory.project(id))).isEqualTo(10_001);
    assertThat(owner(directory.slot(id).resolve("home"))).isEqualTo(10_001);
    assertThat(owner(directory.handover(id))).isZero();
    Files.writeString(directory.handover(id).resolve("bundle"), "handed over");
    assertThat(inside("cat /run/codeblocking/bundle")).isEqualTo("handed over");
  }

  private static int owner(Path path) throws Exception {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void a_link_in_the_projects_place_is_not_followed() throws Exception {
    DataDirectory directory = new DataDirectory(data);
    Path slot = directory.slot(project.toString());
    Files.createDirectories(slot);
    Path elsewhere = Files.createTempDirectory(data, "elsewhere");
    Files.createSymbolicLink(slot.resolve("project"), elsewhere);

    EngineUnavailable failure =
        catchThrowableOfType(EngineUnavailable.class, () -> containers.start(request(project)));

    assertThat(failure).hasMessageContaining("is not a directory");
    assertThat(owner(elsewhere)).isZero();
  }

  @Test
  void closing_a_terminal_ends_its_processes() throws Exception {
    TerminalStream stream = containers.terminal(started().id(), 80, 24);
    TerminalProbe terminal = new TerminalProbe(stream);
    terminal.awaitText("$ ").type("sleep 4321 &\n").type("(trap '' HUP; bash)\n").awaitText("\n");
    await().until(() -> inside("pgrep -c 'sleep|bash'"), count -> Integer.parseInt(count) >= 4);

    stream.close();

    terminal.awaitClosed();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> inside("pgrep -x sleep -a | grep 4321; pgrep -c bash").equals("1"));
  }

  @Test
  void closing_a_terminal_ends_its_processes_where_the_host_does_not_see_them() throws Exception {
    try (DockerContainers blind =
        new DockerContainers(
            settings(), INSTANCE, places(), new HostProcesses(data.resolve("no-proc")))) {
      TerminalStream stream = blind.terminal(started().id(), 80, 24);
      TerminalProbe terminal = new TerminalProbe(stream);
      terminal.awaitText("$ ").type("sleep 4321 &\n").awaitText("[1]");

      stream.close();

      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> inside("pgrep -x sleep -a | grep 4321; pgrep -c bash").equals("1"));
    }
  }

  @Test
  void control_p_is_not_held_back() throws Exception {
    TerminalStream stream = containers.terminal(started().id(), 80, 24);
    TerminalProbe terminal = new TerminalProbe(stream);
    terminal.awaitText("$ ").type("echo re''called\n").awaitText("recalled\r\n");
    int before = terminal.seen().length();

    terminal.type("\020");

    await().until(() -> terminal.seen().substring(before).contains("echo re''called"));
    stream.close();
  }

  @Test
  void a_terminal_has_the_size_it_was_given() throws Exception {
    TerminalStream stream = containers.terminal(started().id(), 91, 33);
    TerminalProbe terminal = new TerminalProbe(stream);
    terminal.awaitText("$ ");
    stream.resize(101, 43);
    await()
        .pollInterval(Duration.ofMillis(300))
        .until(() -> terminal.type("stty size\n").seen().contains("43 101"));
    stream.close();
  }

  @Test
  void a_terminal_nobody_reads_from_costs_bounded_memory() throws Exception {
    TerminalStream stream = containers.terminal(started().id(), 80, 24);
    TerminalProbe terminal = new TerminalProbe(stream);
    terminal.awaitText("$ ").refuse();

    terminal.type("yes | head -c 50000000; echo do''ne\n");

    await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    assertThat(terminal.bytes()).isLessThan(200_000);
    stream.close();
    terminal.awaitClosed();
  }

  @Test
  void a_helper_is_gone_when_its_command_is() throws Exception {
    Process sleeping =
        containers.run(request(project), List.of("sleep", "1000"), Duration.ofMinutes(1));
    assertThat(containers.list().containers())
        .singleElement()
        .satisfies(
            helper -> {
              assertThat(helper.role()).isEqualTo("command");
              assertThat(helper.projectId()).isNull();
              assertThat(helper.name()).startsWith("cb-" + INSTANCE + "-" + project + "-command-");
            });

    sleeping.destroy();

    assertThat(sleeping.waitFor()).isNotZero();
    await().until(() -> containers.list().containers().isEmpty());
  }

  @Test
  void a_network_that_was_removed_is_made_again() throws Exception {
    containers.remove(started().id());
    engine.client().removeNetworkCmd("cb-" + INSTANCE).exec();

    assertThat(started().running()).isTrue();
  }

  @Test
  void another_instances_container_is_left_alone() throws Exception {
    LiveContainer theirs = started();
    Settings same = settings();
    try (DockerContainers others = new DockerContainers(same, "other" + INSTANCE, places())) {
      assertThat(others.list().containers()).isEmpty();
      assertThat(others.list().complete()).isTrue();
      EngineUnavailable refusal =
          catchThrowableOfType(EngineUnavailable.class, () -> others.remove(theirs.id()));
      assertThat(refusal.permanent()).isTrue();
    }
    assertThat(containers.find(project)).map(LiveContainer::running).contains(true);
  }

  @Test
  void a_foreign_container_of_our_name_is_not_adopted() {
    DockerClient client = engine.client();
    String id =
        client.createContainerCmd(IMAGE).withName("cb-" + INSTANCE + "-" + project).exec().getId();
    try {
      EngineUnavailable refusal =
          catchThrowableOfType(EngineUnavailable.class, () -> containers.start(request(project)));

      assertThat(refusal).hasMessageContaining("not this instance's");
      assertThat(refusal.permanent()).isTrue();
    } finally {
      client.removeContainerCmd(id).withForce(true).exec();
    }
  }

  @Test
  void without_an_engine_every_call_says_so_and_may_be_repeated() throws Exception {
    Settings nowhere = settings(Map.of("codeblocking.docker.host", "unix:///nowhere/docker.sock"));
    try (DockerContainers none = new DockerContainers(nowhere, INSTANCE, places())) {
      EngineUnavailable failure =
          catchThrowableOfType(EngineUnavailable.class, () -> none.start(request(project)));

      assertThat(failure.permanent()).isFalse();
      assertThat(failure).hasMessageContaining("no Docker engine answers at unix:///nowhere");
      assertThat(none.list().complete()).isFalse();
      assertThat(catchThrowableOfType(EngineUnavailable.class, none::ping)).isNotNull();
    }
  }
}
