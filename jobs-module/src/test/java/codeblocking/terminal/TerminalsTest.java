package codeblocking.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.container.ContainerRequest;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.FakeContainers;
import codeblocking.container.FakeTerminal;
import codeblocking.container.LiveContainer;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.settings.EnvironmentSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalsTest {
  private static final TerminalSize SIZE = new TerminalSize(80, 24);
  private static final TerminalName MAIN = new TerminalName("main");

  @TempDir Path data;
  private final ProjectId project = ProjectId.random();
  private final Deque<Runnable> soon = new ArrayDeque<>();
  private FakeContainers containers;
  private Terminals terminals;
  private LiveContainer container;

  @BeforeEach
  void start() throws Exception {
    containers = new FakeContainers(data, Clock.systemUTC());
    terminals = new Terminals(containers, Runnable::run, soon::add);
    container = start(project);
  }

  private LiveContainer start(ProjectId starting) throws Exception {
    return containers.start(
        new ContainerRequest(
            starting,
            new UserId("u"),
            new EnvironmentSettings("base", "image", 64 << 20, 1, 64, 0)));
  }

  private Terminal open(TerminalName name) throws Exception {
    return terminals.open(project, container.id(), name, SIZE);
  }

  @Test
  void a_name_is_one_terminal() throws Exception {
    assertThat(open(MAIN)).isSameAs(open(MAIN)).isNotSameAs(open(new TerminalName("other")));
    assertThat(containers.terminals(container.id())).hasSize(2);
  }

  @Test
  void the_main_terminal_is_there_before_anybody_asks() throws Exception {
    terminals.prepare(project, container.id());
    open(MAIN);

    assertThat(containers.terminals(container.id())).hasSize(1);
  }

  @Test
  void a_terminal_that_has_ended_is_opened_anew() throws Exception {
    Terminal first = open(MAIN);
    containers.terminals(container.id()).get(0).end(0);

    assertThat(open(MAIN)).isNotSameAs(first);
  }

  @Test
  void a_new_container_has_new_terminals() throws Exception {
    Terminal first = open(MAIN);
    containers.remove(container.id());
    container = start(project);

    assertThat(open(MAIN)).isNotSameAs(first);
  }

  @Test
  void closing_all_hangs_up_those_of_the_project_only() throws Exception {
    ProjectId otherProject = ProjectId.random();
    LiveContainer other = start(otherProject);
    open(MAIN);
    terminals.open(otherProject, other.id(), MAIN, SIZE);

    terminals.close(project, "it ends");

    assertThat(containers.terminals(container.id())).allMatch(FakeTerminal::closed);
    assertThat(containers.terminals(other.id())).noneMatch(FakeTerminal::closed);
    terminals.close();
    assertThat(containers.terminals(other.id())).allMatch(FakeTerminal::closed);
  }

  @Test
  void the_seventeenth_is_refused() throws Exception {
    for (int i = 0; i < 16; i++) {
      open(new TerminalName("t" + i));
    }

    assertThatThrownBy(() -> open(MAIN)).isInstanceOf(TooManyTerminals.class);
    assertThat(open(new TerminalName("t3"))).isNotNull();
  }

  @Test
  void a_failure_leaves_nothing_behind() throws Exception {
    containers.outage(new EngineUnavailable("no engine", null, false));
    assertThatThrownBy(() -> open(MAIN)).hasMessage("no engine");
    containers.outage(null);

    assertThat(open(MAIN)).isNotNull();
  }

  private void later() {
    for (Runnable work = soon.poll(); work != null; work = soon.poll()) {
      work.run();
    }
  }

  @Test
  void a_spare_shell_is_made_after_a_while_and_is_the_next_terminal() throws Exception {
    open(MAIN);
    assertThat(containers.terminals(container.id())).hasSize(1);
    later();
    assertThat(containers.terminals(container.id())).hasSize(2);

    Terminal second = terminals.ready(project, new TerminalName("second")).orElseThrow();

    assertThat(containers.terminals(container.id())).hasSize(2);
    assertThat(open(new TerminalName("second"))).isSameAs(second);
    later();
    assertThat(containers.terminals(container.id())).hasSize(3);
    assertThat(terminals.list(project)).extracting(Terminals.Open::name).hasSize(2);
  }

  @Test
  void a_spare_shell_does_not_wake_a_paused_container() throws Exception {
    open(MAIN);
    containers.pause(project);

    later();

    assertThat(containers.terminals(container.id())).hasSize(1);
    assertThat(containers.find(project).orElseThrow().paused()).isTrue();
  }

  @Test
  void a_spare_shell_that_has_ended_is_nobodys_terminal() throws Exception {
    open(MAIN);
    later();
    containers.terminals(container.id()).get(1).end(0);

    assertThat(terminals.ready(project, new TerminalName("second"))).isEmpty();
  }

  @Test
  void a_spare_shell_ends_with_the_projects_terminals() throws Exception {
    open(MAIN);
    later();

    terminals.close(project, "it ends");

    assertThat(containers.terminals(container.id())).hasSize(2).allMatch(FakeTerminal::closed);
  }

  @Test
  void a_terminal_that_is_open_is_ready_and_any_other_is_not() throws Exception {
    assertThat(terminals.ready(project, MAIN)).isEmpty();
    Terminal main = open(MAIN);

    assertThat(terminals.ready(project, MAIN)).containsSame(main);
    assertThat(terminals.ready(project, new TerminalName("other"))).isEmpty();
    containers.terminals(container.id()).get(0).end(0);
    assertThat(terminals.ready(project, MAIN)).isEmpty();
  }

  @Test
  void closed_for_good_its_shell_ends_and_its_viewers_are_told() throws Exception {
    FakeViewer viewer = FakeViewer.fast();
    open(MAIN).attach(viewer, null, SIZE);
    assertThat(terminals.list(project)).containsExactly(new Terminals.Open(MAIN, 1));

    terminals.remove(project, MAIN);

    assertThat(containers.terminals(container.id()).get(0).closed()).isTrue();
    assertThat(viewer.removed).isTrue();
    assertThat(viewer.hungUp).isFalse();
    assertThat(terminals.list(project)).isEmpty();
  }

  @Test
  void whoever_waits_for_a_terminal_hears_once_when_it_is_open() throws Exception {
    List<Terminal> heard = new ArrayList<>();
    terminals.whenOpen(project, MAIN, heard::add);
    terminals.whenOpen(project, MAIN, heard::add).run();
    terminals.whenOpen(project, new TerminalName("other"), heard::add);

    terminals.prepare(project, container.id());
    terminals.prepare(project, container.id());

    assertThat(heard).containsExactly(open(MAIN));
  }

  @Test
  void names_and_sizes_are_bounded() {
    assertThat(TerminalName.parse("a-B_9")).isPresent();
    assertThat(TerminalName.parse("")).isEmpty();
    assertThat(TerminalName.parse("../x")).isEmpty();
    assertThat(TerminalName.parse("x".repeat(33))).isEmpty();
    assertThat(TerminalSize.of(0, 24)).isEmpty();
    assertThat(TerminalSize.of(80, 1001)).isEmpty();
  }
}
