package codeblocking.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.command.ExecCreateCmd;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.command.ExecCreateCmdImpl;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Commands executed in running containers: made, connected to, and ended. */
final class Execs {
  private static final System.Logger LOGGER = System.getLogger(Execs.class.getName());
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Duration MERCY = Duration.ofSeconds(1);

  /** By which the processes of an exec are found from within. */
  private static final String MARK = "CODEBLOCKING_EXEC";

  /** That of the main shell, set by {@code first.sh}. */
  private static final String MAIN = "main";

  /**
   * Ends the marked processes where this host does not see them: a hang-up to all, and after a
   * second a kill to those who do not ignore it. {@code $2} is KILL: all at once, and surely.
   */
  private static final String END =
      """
      all() { for p in /proc/[0-9]*; do
        if grep -qz "^CODEBLOCKING_EXEC=$1$" "$p/environ" 2>/dev/null; then echo "${p#/proc/}"; fi
      done; }
      for p in $(all "$1"); do kill "-$2" "$p" 2>/dev/null; done
      sleep 1
      for p in $(all "$1"); do
        s=$(sed 's/.*) //' "/proc/$p/stat" 2>/dev/null | cut -d' ' -f4)
        i=$(sed -n 's/^SigIgn:.*\\(.\\)$/\\1/p' "/proc/$p/status" 2>/dev/null)
        case "$s,$2,$i" in
          "$p",*|*,KILL,*|*,[02468ace]) kill -KILL "$p" 2>/dev/null ;;
        esac
      done
      """;

  private final Engine engine;
  private final HostProcesses host;
  private final ExecStarts starts = new ExecStarts(DEADLINE);

  Execs(Engine engine, HostProcesses host) {
    this.engine = engine;
    this.host = host;
  }

  /**
   * A command that was made in a container.
   *
   * @param mark found in the environment of all its processes
   */
  record Exec(String id, ContainerId container, String mark) {}

  Exec create(ContainerId container, List<String> command, boolean tty) throws EngineUnavailable {
    return create(container, command, tty, ContainerSpecification.PROJECT);
  }

  Exec create(ContainerId container, List<String> command, boolean tty, String directory)
      throws EngineUnavailable {
    String mark = UUID.randomUUID().toString();
    String id =
        engine.call(
            "starting a command in " + container,
            DEADLINE,
            () ->
                new UndetachableExec(engine.commands().createExecCmdExec(), container.value())
                    .withCmd(command.toArray(String[]::new))
                    .withTty(tty)
                    .withAttachStdin(true)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .withWorkingDir(directory)
                    .withEnv(List.of(MARK + "=" + mark))
                    .exec()
                    .getId());
    return new Exec(id, container, mark);
  }

  EngineConnections.Open connect(Exec exec, boolean tty) throws EngineUnavailable {
    return start(exec, "{\"Detach\":false,\"Tty\":" + tty + "}");
  }

  private EngineConnections.Open start(Exec exec, String how) throws EngineUnavailable {
    String path = "/exec/" + exec.id() + "/start";
    starts.begin(exec.container());
    boolean refused = false;
    try {
      return engine.call(
          "connecting to a command in " + exec.container(),
          DEADLINE,
          () -> engine.connections().upgrade(path, how));
    } catch (EngineUnavailable e) {
      refused = e.getCause() instanceof EngineRefusal;
      throw e;
    } finally {
      if (refused) {
        starts.end(exec.container());
      } else {
        // Also where nobody waited for the answer any longer: it may be starting all the same.
        engine.execute(() -> awaitStart(exec));
      }
    }
  }

  /** The connection is there before the process is. */
  private void awaitStart(Exec exec) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    try {
      while (!started(inspect(exec)) && System.nanoTime() - deadline < 0) {
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
    } catch (EngineUnavailable | NotFoundException e) {
      LOGGER.log(
          System.Logger.Level.DEBUG,
          "whether a command in {0} has started is not known: {1}",
          exec.container(),
          Engine.words(e));
    } finally {
      starts.end(exec.container());
    }
  }

  private static boolean started(InspectExecResponse state) {
    Long leader = state.getPidLong();
    return (leader != null && leader > 0) || state.getExitCodeLong() != null;
  }

  DockerTerminal.Control control(Exec exec) {
    return new DockerTerminal.Control() {
      @Override
      public void resize(int cols, int rows) throws EngineUnavailable {
        engine.call(
            "resizing a terminal",
            DEADLINE,
            () -> engine.client().resizeExecCmd(exec.id()).withSize(rows, cols).exec());
      }

      @Override
      public int exitCode() {
        return Execs.this.exitCode(exec, Duration.ofSeconds(2));
      }

      @Override
      public void hangUp() {
        Execs.this.hangUp(exec);
      }
    };
  }

  /** An action that pauses a container, in which no command is being started meanwhile. */
  interface Pause {
    void run() throws EngineUnavailable;
  }

  void pausing(ContainerId container, Pause pause) throws EngineUnavailable {
    starts.pause(container);
    try {
      pause.run();
    } finally {
      starts.paused(container);
    }
  }

  /** Asked once the streams have ended, where the process may take a moment more to be gone. */
  int exitCode(Exec exec, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = TimeUnit.MILLISECONDS.toNanos(2);
    while (true) {
      try {
        InspectExecResponse state = inspect(exec);
        if (!state.isRunning()) {
          Long code = state.getExitCodeLong();
          return code == null ? -1 : code.intValue();
        }
      } catch (EngineUnavailable | NotFoundException e) {
        return -1;
      }
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        return -1;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(pause);
      pause = Math.min(pause * 2, TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  /** The terminal is gone: SIGHUP to its session, and the shell that does not mind is killed. */
  void hangUp(Exec exec) {
    end(exec, false);
  }

  /** Everything the command started in its session is killed. */
  void kill(Exec exec) {
    end(exec, true);
  }

  private void end(Exec exec, boolean kill) {
    try {
      InspectExecResponse state = inspect(exec);
      Long leader = state.getPidLong();
      if (!state.isRunning() && !kill) {
        return;
      }
      if (leader != null && host.belongs(leader, exec.container())) {
        endFromHost(exec, leader, kill);
      } else if (state.isRunning()) {
        endFromWithin(exec.container(), exec.mark(), kill);
      }
    } catch (EngineUnavailable e) {
      // Whoever removes the container ends it then.
      LOGGER.log(
          System.Logger.Level.DEBUG,
          "a command in {0} was not ended: {1}",
          exec.container(),
          e.reason());
    }
  }

  private void endFromHost(Exec exec, long leader, boolean kill) {
    List<Long> session = host.session(leader, exec.container());
    if (kill) {
      host.kill(session);
      return;
    }
    host.hangUp(session);
    engine
        .timer()
        .schedule(
            () ->
                host.kill(
                    host.session(leader, exec.container()).stream()
                        .filter(pid -> pid == leader || !host.ignoresHangUp(pid))
                        .toList()),
            MERCY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** As {@link #hangUp} does, to the main shell. */
  void hangUpMain(ContainerId container) {
    try {
      endFromWithin(container, MAIN, false);
    } catch (EngineUnavailable e) {
      LOGGER.log(
          System.Logger.Level.DEBUG, "a shell in {0} was not ended: {1}", container, e.reason());
    }
  }

  private void endFromWithin(ContainerId container, String mark, boolean kill)
      throws EngineUnavailable {
    List<String> command = List.of("sh", "-c", END, "sh", mark, kill ? "KILL" : "HUP");
    Exec end = create(container, command, false);
    try {
      start(end, "{\"Detach\":true}").channel().close();
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "nobody listens to the end of a command anyway");
    }
  }

  private InspectExecResponse inspect(Exec exec) throws EngineUnavailable {
    return engine.call(
        "asking after a command in " + exec.container(),
        DEADLINE,
        () -> engine.client().inspectExecCmd(exec.id()).exec());
  }

  /** The engine keeps Ctrl-P for itself unless told that one detaches by keys nobody types. */
  private static final class UndetachableExec extends ExecCreateCmdImpl {
    UndetachableExec(ExecCreateCmd.Exec execution, String container) {
      super(execution, container);
    }

    @JsonProperty("DetachKeys")
    String detachKeys() {
      return "ctrl-^,ctrl-@,ctrl-^";
    }
  }
}
