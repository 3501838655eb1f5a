package codeblocking.container;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The main shells of the containers, as this process is connected to them. */
final class MainShells {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Until somebody tells theirs. */
  private static final int COLS = 80;

  private static final int ROWS = 24;

  /** The engine keeps Ctrl-P for itself unless told that one detaches by keys nobody types. */
  private static final String ATTACH =
      "/containers/%s/attach?stream=1&stdin=1&stdout=1&stderr=1"
          + "&detachKeys=ctrl-%%5E,ctrl-%%40,ctrl-%%5E";

  private final Engine engine;
  private final Execs execs;
  private final TerminalSelector selector;

  /** Containers whose shell was seen from its first byte on. */
  private final Set<ContainerId> known = ConcurrentHashMap.newKeySet();

  private final Map<ContainerId, MainShell> connected = new ConcurrentHashMap<>();

  /** Shells at their project, for whoever opens the main terminal. */
  private final Map<ContainerId, WarmShell> ready = new ConcurrentHashMap<>();

  MainShells(Engine engine, Execs execs, TerminalSelector selector) {
    this.engine = engine;
    this.execs = execs;
    this.selector = selector;
  }

  /** Of a container that is made and not started, so that no byte is missed. */
  MainShell connectNew(ContainerId container) throws EngineUnavailable {
    known.add(container);
    return connect(container);
  }

  /** Its container runs by now: until then it has no size that could be changed. */
  static void started(TerminalStream shell) {
    shell.resize(COLS, ROWS);
  }

  void keep(ContainerId container, WarmShell shell) {
    ready.put(container, shell);
    var unused = shell.ended().thenRun(() -> ready.remove(container, shell));
  }

  /** Empty: somebody has it. */
  Optional<TerminalStream> open(ContainerId container, int cols, int rows)
      throws EngineUnavailable {
    WarmShell kept = ready.remove(container);
    if (kept != null) {
      return Optional.of(kept);
    }
    if (connected.containsKey(container)) {
      return Optional.empty();
    }
    MainShell shell = connect(container);
    // At a change of its size the shell writes its prompt anew, and one that has ended begins.
    shell.resize(cols, rows > 1 ? rows - 1 : 2);
    shell.resize(cols, rows);
    return Optional.of(shell);
  }

  private MainShell connect(ContainerId container) throws EngineUnavailable {
    EngineConnections.Open connection =
        engine.call(
            "connecting to the main shell of " + container,
            DEADLINE,
            () -> engine.connections().upgrade(ATTACH.formatted(container.value()), ""));
    try {
      DockerTerminal terminal =
          new DockerTerminal(engine, selector, control(container), connection);
      MainShell shell =
          new MainShell(
              terminal, !known.contains(container), it -> connected.remove(container, it));
      connected.put(container, shell);
      return shell;
    } catch (IOException e) {
      throw new EngineUnavailable("connecting a terminal: " + Engine.words(e), e, false);
    }
  }

  private DockerTerminal.Control control(ContainerId container) {
    return new DockerTerminal.Control() {
      @Override
      public void resize(int cols, int rows) throws EngineUnavailable {
        engine.call(
            "resizing the main terminal of " + container,
            DEADLINE,
            () ->
                engine.client().resizeContainerCmd(container.value()).withSize(rows, cols).exec());
      }

      @Override
      public int exitCode() {
        return -1;
      }

      @Override
      public void hangUp() {
        execs.hangUpMain(container);
      }
    };
  }

  /** The container is paused: whoever comes next resumes it, and connects anew. */
  void putAside(ContainerId container) {
    WarmShell kept = ready.remove(container);
    if (kept != null) {
      kept.release();
    }
  }

  /** The container is gone. */
  void forget(ContainerId container) {
    known.remove(container);
  }
}
