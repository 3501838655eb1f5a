package codeblocking.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.settings.EnvironmentSettings;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link Containers} does. */
abstract class ContainersContract {
  static final String IMAGE =
      System.getProperty("codeblocking.test.image", "codeblocking/base:local");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  final ProjectId project = ProjectId.random();

  abstract Containers containers();

  /** The container ends by itself. */
  abstract void die(ProjectId dying) throws Exception;

  static ContainerRequest request(ProjectId project) {
    return request(project, IMAGE);
  }

  static ContainerRequest request(ProjectId project, String image) {
    return new ContainerRequest(
        project,
        new UserId("tester"),
        new EnvironmentSettings("base", image, 256L << 20, 1, 64, 0));
  }

  LiveContainer started() throws Exception {
    return containers().start(request(project));
  }

  @Test
  void a_started_container_runs_and_is_found() throws Exception {
    LiveContainer container = started();

    assertThat(container.running()).isTrue();
    assertThat(container.paused()).isFalse();
    assertThat(container.projectId()).isEqualTo(project);
    assertThat(container.name()).endsWith(project.toString());
    assertThat(container.environment()).isEqualTo("base");
    assertThat(container.role()).isNull();
    assertThat(containers().find(project)).map(LiveContainer::id).contains(container.id());
  }

  @Test
  void what_was_never_started_is_not_found() throws Exception {
    assertThat(containers().find(ProjectId.random())).isEmpty();
  }

  @Test
  void starts_from_many_places_make_one_container() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Set<ContainerId> ids = ConcurrentHashMap.newKeySet();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(threads.submit(() -> ids.add(started().id())));
    }
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();

    assertThat(ids).hasSize(1);
  }

  @Test
  void a_paused_container_is_resumed_by_a_start() throws Exception {
    LiveContainer first = started();
    containers().pause(project);
    containers().pause(project);
    assertThat(containers().find(project)).map(LiveContainer::paused).contains(true);

    LiveContainer second = started();

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.paused()).isFalse();
  }

  @Test
  void resuming_what_runs_or_is_missing_is_success() throws Exception {
    containers().resume(project);
    containers().pause(project);
    started();
    containers().resume(project);

    assertThat(containers().find(project)).map(LiveContainer::running).contains(true);
  }

  @Test
  void a_dead_container_is_replaced() throws Exception {
    LiveContainer first = started();
    die(project);
    assertThat(containers().find(project)).map(LiveContainer::running).contains(false);

    assertThat(started().id()).isNotEqualTo(first.id());
  }

  @Test
  void a_paused_container_is_removed_and_removing_twice_is_success() throws Exception {
    LiveContainer container = started();
    containers().pause(project);

    containers().remove(container.id());
    containers().remove(container.id());

    assertThat(containers().find(project)).isEmpty();
  }

  @Test
  void what_was_resumed_since_its_pause_is_not_removed_as_paused() throws Exception {
    LiveContainer container = started();
    assertThat(containers().removePaused(container.id())).isFalse();
    containers().pause(project);
    containers().resume(project);
    assertThat(containers().removePaused(container.id())).isFalse();
    assertThat(containers().find(project)).map(LiveContainer::running).contains(true);

    containers().pause(project);
    assertThat(containers().removePaused(container.id())).isTrue();
    assertThat(containers().removePaused(container.id())).isTrue();
    assertThat(containers().find(project)).isEmpty();
  }

  @Test
  void what_has_ended_by_itself_is_removed_as_if_it_were_paused() throws Exception {
    LiveContainer container = started();
    die(project);

    assertThat(containers().removePaused(container.id())).isTrue();
    assertThat(containers().find(project)).isEmpty();
  }

  @Test
  void the_list_holds_what_runs_and_what_does_not() throws Exception {
    LiveContainer container = started();
    containers().pause(project);

    ContainerList list = containers().list();

    assertThat(list.complete()).isTrue();
    assertThat(list.containers())
        .filteredOn(one -> one.id().equals(container.id()))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.paused()).isTrue();
              assertThat(one.running()).isTrue();
              assertThat(one.name()).isEqualTo(container.name());
              assertThat(one.projectId()).isEqualTo(project);
            });
  }

  @Test
  void a_missing_image_is_permanent_and_named() {
    EngineUnavailable failure =
        catchThrowableOfType(
            EngineUnavailable.class,
            () -> containers().start(request(project, "codeblocking/missing:local")));

    assertThat(failure.permanent()).isTrue();
    assertThat(failure).hasMessageContaining("codeblocking/missing:local");
  }

  @Test
  void a_terminal_shows_a_prompt_takes_lines_and_tells_the_exit_code() throws Exception {
    TerminalStream stream = containers().terminal(started().id(), 80, 24);
    TerminalProbe terminal = new TerminalProbe(stream);

    terminal.awaitText("$ ").type("echo $((4321))\n").awaitText("4321\r\n");
    stream.resize(100, 30);
    terminal.type("exit 7\n").awaitClosed();

    assertThat(stream.exitCode()).isEqualTo(7);
  }

  @Test
  void the_main_terminal_is_had_again_when_its_shell_has_ended() throws Exception {
    LiveContainer live = started();
    TerminalStream first = containers().mainTerminal(live.id(), 80, 24);
    TerminalProbe terminal = new TerminalProbe(first);
    terminal.awaitText("$ ").type("echo $((4321))\n").awaitText("4321\r\n");
    terminal.type("exit 7\n").awaitClosed();
    assertThat(first.exitCode()).isEqualTo(7);

    TerminalStream second = containers().mainTerminal(live.id(), 80, 24);
    TerminalProbe again = new TerminalProbe(second);
    again.awaitText("$ ").type("echo $((9876))\n").awaitText("9876\r\n");
    assertThat(second.continued()).isFalse();
    assertThat(containers().find(project)).map(LiveContainer::running).contains(true);
  }

  @Test
  void somebody_else_gets_another_shell_while_the_main_one_is_taken() throws Exception {
    LiveContainer live = started();
    TerminalProbe one = new TerminalProbe(containers().mainTerminal(live.id(), 80, 24));
    TerminalProbe two = new TerminalProbe(containers().mainTerminal(live.id(), 80, 24));
    one.awaitText("$ ").type("echo $((4321))\n").awaitText("4321\r\n");
    two.awaitText("$ ").type("echo $((9876))\n").awaitText("9876\r\n");
    assertThat(two.seen()).doesNotContain("4321");
  }

  @Test
  void a_terminal_whose_listener_wants_no_more_is_silent_until_resumed() throws Exception {
    TerminalStream stream = containers().terminal(started().id(), 80, 24);
    TerminalProbe terminal = new TerminalProbe(stream);
    terminal.awaitText("$ ").refuse();
    terminal.type("echo first\n").awaitText("first");
    terminal.type("echo second\n");
    await().pollDelay(Duration.ofMillis(200)).until(() -> true);
    assertThat(terminal.seen()).doesNotContain("second\r\nsecond\r\n");

    terminal.accept();

    terminal.awaitText("second\r\n");
    stream.close();
    terminal.awaitClosed();
  }

  @Test
  void a_terminal_in_a_paused_container_resumes_it_since_somebody_came_back() throws Exception {
    LiveContainer container = started();
    containers().pause(project);
    containers().terminal(container.id(), 80, 24).close();
    assertThat(containers().find(project)).map(LiveContainer::paused).contains(false);
  }

  @Test
  void a_terminal_in_a_container_that_is_gone_is_refused() throws Exception {
    LiveContainer container = started();
    containers().remove(container.id());

    assertThat(
            catchThrowableOfType(
                EngineUnavailable.class, () -> containers().terminal(container.id(), 80, 24)))
        .isNotNull();
  }

  @Test
  void removing_a_container_closes_its_terminals() throws Exception {
    LiveContainer container = started();
    TerminalProbe terminal = new TerminalProbe(containers().terminal(container.id(), 80, 24));
    terminal.awaitText("$ ");

    containers().remove(container.id());

    terminal.awaitClosed();
  }

  @Test
  void a_command_is_binary_clean_both_ways_and_sees_the_end_of_its_input() throws Exception {
    started();

    assertThatCatReturnsWhatItIsGiven();
  }

  @Test
  void a_command_runs_without_a_container() throws Exception {
    assertThatCatReturnsWhatItIsGiven();
    assertThat(containers().find(project)).isEmpty();
  }

  @Test
  void a_command_runs_while_the_container_is_paused() throws Exception {
    started();
    containers().pause(project);

    assertThatCatReturnsWhatItIsGiven();
    assertThat(containers().find(project)).map(LiveContainer::paused).contains(true);
  }

  private void assertThatCatReturnsWhatItIsGiven() throws Exception {
    byte[] given = new byte[3_000_000];
    new Random(1).nextBytes(given);
    Process cat = containers().run(request(project), List.of("cat"), MINUTE);
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              try (OutputStream in = cat.getOutputStream()) {
                in.write(given);
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });

    byte[] returned = cat.getInputStream().readAllBytes();

    writing.join();
    assertThat(returned).isEqualTo(given);
    assertThat(cat.waitFor()).isZero();
  }

  @Test
  void a_command_has_an_exit_code_and_apart_its_errors() throws Exception {
    started();
    Process process =
        containers()
            .run(request(project), List.of("sh", "-c", "echo out; echo err >&2; exit 3"), MINUTE);

    assertThat(process.getInputStream().readAllBytes()).isEqualTo("out\n".getBytes(UTF_8));
    assertThat(process.getErrorStream().readAllBytes()).isEqualTo("err\n".getBytes(UTF_8));
    assertThat(process.waitFor()).isEqualTo(3);
  }

  @Test
  void a_command_works_in_the_project() throws Exception {
    started();
    containers().run(request(project), List.of("sh", "-c", "echo x > here"), MINUTE).waitFor();
    Process process =
        containers().run(request(project), List.of("cat", "/workspace/project/here"), MINUTE);

    assertThat(process.getInputStream().readAllBytes()).isEqualTo("x\n".getBytes(UTF_8));
  }

  @Test
  void a_command_that_takes_too_long_is_killed() throws Exception {
    started();
    Process process =
        containers().run(request(project), List.of("sleep", "1000"), Duration.ofMillis(500));

    assertThat(process.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
  }

  @Test
  void the_engine_says_what_it_is() throws Exception {
    assertThat(containers().ping()).isNotBlank();
  }
}
