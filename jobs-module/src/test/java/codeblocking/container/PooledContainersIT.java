package codeblocking.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import codeblocking.settings.EnvironmentSettings;
import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that come from the pool do all that others do, and what only they do. */
class PooledContainersIT extends ContainersContract {
  private static final String INSTANCE = "itp" + UUID.randomUUID().toString().substring(0, 8);

  @TempDir static Path data;
  private static Places places;
  private static DockerContainers containers;
  private static SpareContainers spares;
  private static Engine engine;

  @BeforeAll
  static void connect() {
    places = new Places(new DataDirectory(data));
    containers = connected(places);
    spares = containers.spares();
    engine = new Engine(DockerContainersIT.settings(data, Map.of()).dockerHost());
  }

  private static DockerContainers connected(Places where) {
    return new DockerContainers(DockerContainersIT.settings(data, Map.of()), INSTANCE, where);
  }

  @AfterEach
  void clear() throws Exception {
    for (LiveContainer container : containers.list().containers()) {
      containers.remove(container.id());
    }
    spares.clear();
    assertThat(places.claims()).isEmpty();
    Path slots = Files.createDirectories(new DataDirectory(data).slots());
    assertThat(slots).isEmptyDirectory();
  }

  @AfterAll
  static void nothing_is_left() throws Exception {
    assertThat(containers.list().containers()).isEmpty();
    containers.close();
    try {
      engine.client().removeNetworkCmd("cb-" + INSTANCE).exec();
    } catch (NotFoundException e) {
      // No test made it.
    }
    engine.close();
  }

  @Override
  Containers containers() {
    return containers;
  }

  @Override
  void die(ProjectId dying) throws Exception {
    engine.client().killContainerCmd(containers.find(dying).orElseThrow().id().value()).exec();
  }

  private static EnvironmentSettings environment() {
    return request(ProjectId.random()).environment();
  }

  @Override
  LiveContainer started() throws Exception {
    Spare spare = spares.make(environment());
    Optional<LiveContainer> claimed = spares.claim(spare, request(project));
    if (claimed.isEmpty()) {
      spares.discard(spare);
      return containers.start(request(project));
    }
    return claimed.get();
  }

  private TerminalProbe claimedTerminal() throws Exception {
    return new TerminalProbe(containers.terminal(started().id(), 80, 24));
  }

  private static String inside(ContainerRequest request, String script) throws Exception {
    Process process =
        containers.run(
            request, List.of("sh", "-c", "{ " + script + "; } 2>&1"), Duration.ofMinutes(1));
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output.strip();
  }

  @Test
  void a_spare_is_nobodys_and_is_removed_when_it_is_not_wanted() throws Exception {
    Spare spare = spares.make(environment());

    assertThat(spare.alive()).isTrue();
    assertThat(spare.complaint()).isEmpty();
    assertThat(containers.list().containers())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.projectId()).isNull();
              assertThat(one.role()).isNull();
              assertThat(one.name()).startsWith("cb-" + INSTANCE + "-pool-");
            });

    spares.discard(spare);
    spares.discard(spare);

    assertThat(containers.list().containers()).isEmpty();
    await().until(() -> !spare.alive());
  }

  @Test
  void the_shell_of_a_claimed_container_begins_with_a_fresh_prompt_in_the_project()
      throws Exception {
    TerminalProbe terminal = claimedTerminal();

    terminal.awaitText("$ ");
    assertThat(terminal.seen()).doesNotContain("codeblocking", ".sh", "cd ");
    terminal.type("pwd\n").awaitText("/workspace/project\r\n");
    terminal.type("history; echo e''nd\n").awaitText("end\r\n");
    assertThat(terminal.seen()).doesNotContain("ready.sh").doesNotContain("enter.sh");
  }

  @Test
  void the_users_own_profile_and_history_are_there() throws Exception {
    containers.run(request(project), List.of("true"), Duration.ofMinutes(1)).waitFor();
    Files.writeString(
        places.home(project).resolve(".bash_profile"), "alias greet='echo hel''lo'\n");
    Files.writeString(places.home(project).resolve(".bash_history"), "echo from before\n");

    TerminalProbe terminal = claimedTerminal();

    terminal.awaitText("$ ").type("greet\n").awaitText("hello\r\n");
    terminal.type("history\n").awaitText("1  echo from before");
  }

  @Test
  void a_claimed_container_gets_its_name_when_the_prompt_is_out() throws Exception {
    LiveContainer live = started();
    String name = "cb-" + INSTANCE + "-" + project;
    assertThat(live.name()).isEqualTo(name);

    await()
        .untilAsserted(
            () ->
                assertThat(engine.client().inspectContainerCmd(name).exec().getId())
                    .isEqualTo(live.id().value()));
    assertThat(engine.client().inspectContainerCmd(name).exec().getConfig().getLabels())
        .containsEntry(ContainerLabels.PROJECT_ID, "")
        .containsEntry(ContainerLabels.USER_ID, "")
        .containsEntry(ContainerLabels.INSTANCE, INSTANCE)
        .doesNotContainKey(ContainerLabels.ROLE);
  }

  @Test
  void the_files_move_into_the_slot_and_back_when_the_container_is_removed() throws Exception {
    containers
        .run(request(project), List.of("sh", "-c", "echo work > file"), Duration.ofMinutes(1))
        .waitFor();
    LiveContainer live = started();
    assertThat(places.slot(project)).startsWith(new DataDirectory(data).slots());
    assertThat(inside(request(project), "cat file; echo more > other; id -u"))
        .isEqualTo("work\n10001");
    assertThat(inside(request(project), "touch /workspace/x")).contains("Permission denied");

    containers.remove(live.id());

    assertThat(places.slot(project)).isEqualTo(places.own(project));
    assertThat(places.project(project).resolve("file")).hasContent("work");
    assertThat(places.project(project).resolve("other")).hasContent("more");
  }

  @Test
  void the_next_tenant_finds_nothing_of_the_one_before() throws Exception {
    TerminalProbe first = claimedTerminal();
    first.awaitText("$ ").type("echo secret > /tmp/left; export LEFT=secret; sleep 4321 &\n");
    first.type("echo secret > ~/left; echo se''cret-do''ne\n").awaitText("secret-done");
    containers.remove(containers.find(project).orElseThrow().id());

    ProjectId next = ProjectId.random();
    LiveContainer live = spares.claim(spares.make(environment()), request(next)).orElseThrow();
    TerminalProbe second = new TerminalProbe(containers.terminal(live.id(), 80, 24));
    second
        .awaitText("$ ")
        .type("ls -a /tmp ~ /workspace /run/codeblocking; env; history; ps -ef; echo e''nd\n")
        .awaitText("end\r\n");

    assertThat(second.seen()).doesNotContain("secret").doesNotContain("4321");
    assertThat(second.seen()).doesNotContain(project.toString());
  }

  @Test
  void a_spare_is_given_away_once() throws Exception {
    Spare spare = spares.make(environment());
    assertThat(spares.claim(spare, request(project))).isPresent();

    assertThat(spare.alive()).isFalse();
    assertThat(spares.claim(spare, request(ProjectId.random()))).isEmpty();
  }

  @Test
  void two_claims_and_a_start_for_one_project_at_once_make_one_container() throws Exception {
    List<Spare> two = List.of(spares.make(environment()), spares.make(environment()));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<Optional<LiveContainer>>> all = new ArrayList<>();
    for (Spare spare : two) {
      all.add(threads.submit(() -> spares.claim(spare, request(project))));
    }
    all.add(threads.submit(() -> Optional.of(containers.start(request(project)))));
    List<ContainerId> won = new ArrayList<>();
    for (Future<Optional<LiveContainer>> one : all) {
      one.get().map(LiveContainer::id).ifPresent(won::add);
    }
    threads.shutdown();

    assertThat(won).isNotEmpty();
    assertThat(won.stream().distinct()).hasSize(1);
    assertThat(containers.list().containers())
        .filteredOn(each -> project.equals(each.projectId()))
        .hasSize(1);
    for (Spare spare : two) {
      if (spare.alive()) {
        spares.discard(spare);
      }
    }
  }

  @Test
  void while_a_helper_runs_over_the_project_it_is_not_moved() throws Exception {
    Process helper =
        containers.run(request(project), List.of("sleep", "1000"), Duration.ofMinutes(1));
    Spare spare = spares.make(environment());

    assertThat(spares.claim(spare, request(project))).isEmpty();
    assertThat(spare.alive()).isTrue();

    helper.destroy();
    helper.waitFor();
    await().until(() -> spares.claim(spare, request(project)).isPresent());
  }

  @Test
  void a_dead_spare_is_not_given_away() throws Exception {
    Spare spare = spares.make(environment());
    List<String> ended = new ArrayList<>();
    spare.whenEnded(() -> ended.add("ended"));
    engine.client().killContainerCmd(containers.list().containers().get(0).id().value()).exec();

    await().until(() -> !spare.alive());
    await().untilAsserted(() -> assertThat(ended).containsExactly("ended"));
    assertThat(spares.claim(spare, request(project))).isEmpty();
    spares.discard(spare);
  }

  @Test
  void after_a_restart_the_claimed_is_found_and_the_unclaimed_is_removed() throws Exception {
    LiveContainer live = started();
    Spare spare = spares.make(environment());
    assertThat(spare.alive()).isTrue();

    try (DockerContainers restarted = connected(new Places(new DataDirectory(data)))) {
      restarted.spares().clear();
      assertThat(restarted.find(project)).map(LiveContainer::id).contains(live.id());
      assertThat(restarted.start(request(project)).id()).isEqualTo(live.id());
      assertThat(restarted.list().containers())
          .singleElement()
          .satisfies(one -> assertThat(one.projectId()).isEqualTo(project));
      TerminalProbe terminal = new TerminalProbe(restarted.terminal(live.id(), 80, 24));
      terminal.awaitText("$ ").type("pwd\n").awaitText("/workspace/project\r\n");
      restarted.remove(live.id());
      assertThat(restarted.find(project)).isEmpty();
    }
    // The first one's memory of it is of a life before.
    assertThat(places.giveBack(project)).isTrue();
  }

  @Test
  void a_container_that_a_former_life_left_keeps_its_project_from_being_claimed() throws Exception {
    containers.start(request(project));

    try (DockerContainers next = connected(new Places(new DataDirectory(data)))) {
      Spare spare = next.spares().make(environment());
      assertThat(next.spares().claim(spare, request(project))).as("not yet asked").isEmpty();
      next.spares().discard(spare);
      next.spares().clear();
      Spare another = next.spares().make(environment());
      assertThat(next.spares().claim(another, request(project))).isEmpty();
      next.spares().discard(another);
    }
  }

  @Test
  void what_was_handed_over_before_the_claim_is_seen_inside() throws Exception {
    Path own = Files.createDirectories(new DataDirectory(data).handover(project.toString()));
    Files.writeString(own.resolve("pack"), "handed over");

    started();

    assertThat(inside(request(project), "cat /run/codeblocking/pack")).isEqualTo("handed over");
    assertThat(inside(request(project), "touch /run/codeblocking/x"))
        .contains("Read-only file system");
  }

  @Test
  void an_image_without_git_is_found_out_when_a_spare_is_made() throws Exception {
    String image = without("rm -f /usr/bin/git");
    try {
      EngineUnavailable failure =
          catchThrowableOfType(
              EngineUnavailable.class, () -> spares.make(request(project, image).environment()));

      assertThat(failure.permanent()).isTrue();
      assertThat(failure.reason()).contains(image).contains("no git");
    } finally {
      engine.client().removeImageCmd(image).withForce(true).exec();
    }
  }

  @Test
  void an_image_without_an_entry_for_the_user_is_told() throws Exception {
    String image = without("sed -i /10001/d /etc/passwd");
    try {
      Spare spare = spares.make(request(project, image).environment());

      assertThat(spare.complaint()).contains("no user entry for uid 10001");
      spares.discard(spare);
    } finally {
      engine.client().removeImageCmd(image).withForce(true).exec();
    }
  }

  private static String without(String script) {
    String name = "codeblocking/" + INSTANCE;
    String id =
        engine
            .client()
            .createContainerCmd(IMAGE)
            .withUser("0")
            .withEntrypoint(List.of())
            .withCmd("sh", "-c", script)
            .exec()
            .getId();
    engine.client().startContainerCmd(id).exec();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                !Boolean.TRUE.equals(
                    engine.client().inspectContainerCmd(id).exec().getState().getRunning()));
    engine.client().commitCmd(id).withRepository(name).withTag("it").exec();
    engine.client().removeContainerCmd(id).exec();
    return name + ":it";
  }
}
