package codeblocking.container;

import codeblocking.container.Execs.Exec;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs single commands over a workspace: in its container, or in a helper made for one. */
final class CommandRunner {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration EXIT_PATIENCE = Duration.ofSeconds(10);
  private static final Pattern STATUS_CODE = Pattern.compile("\"StatusCode\"\\s*:\\s*(-?\\d+)");

  private final Engine engine;
  private final Execs execs;
  private final ContainerSpecification specification;
  private final Starting starting;

  CommandRunner(
      Engine engine, Execs execs, ContainerSpecification specification, Starting starting) {
    this.engine = engine;
    this.execs = execs;
    this.specification = specification;
    this.starting = starting;
  }

  /** Empty: it was paused or removed meanwhile, so that nothing was run. */
  Optional<Process> inside(ContainerId container, List<String> command, Duration timeout)
      throws EngineUnavailable {
    Exec exec;
    EngineConnections.Open connection;
    try {
      exec = execs.create(container, command, false);
      connection = execs.connect(exec, false);
    } catch (EngineUnavailable e) {
      if (refused(e.getCause())) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(
        new DockerProcess(
            engine,
            connection,
            () -> execs.exitCode(exec, EXIT_PATIENCE),
            () -> execs.kill(exec),
            timeout));
  }

  private static boolean refused(@Nullable Throwable cause) {
    return cause instanceof ConflictException
        || cause instanceof NotFoundException
        || (cause instanceof EngineRefusal refusal
            && (refusal.status() == 409 || refusal.status() == 404));
  }

  /** The helper removes itself when the command ends, also when this server is no more. */
  Process helper(ContainerRequest request, List<String> command, Duration timeout)
      throws EngineUnavailable {
    String what = "running " + command.get(0) + " for project " + request.projectId();
    starting.prepare(request.projectId());
    String id = engine.call(what, DEADLINE, () -> created(request, command));
    try {
      return starting.spawning(what, () -> started(id, timeout));
    } catch (EngineUnavailable e) {
      remove(id);
      throw e;
    } catch (InterruptedException e) {
      remove(id);
      Thread.currentThread().interrupt();
      throw new EngineUnavailable(what + ": interrupted", e, false);
    }
  }

  private String created(ContainerRequest request, List<String> command) throws EngineUnavailable {
    try {
      return specification.helper(engine.client(), request, command).exec().getId();
    } catch (NotFoundException e) {
      throw Starting.missingImage(request.environment(), e);
    }
  }

  private Process started(String id, Duration timeout) throws IOException {
    EngineConnections.Open streams =
        engine
            .connections()
            .upgrade("/containers/" + id + "/attach?stream=1&stdin=1&stdout=1&stderr=1", "");
    EngineConnections.Open exit;
    try {
      // Before the start: a container that removes itself can be asked nothing after its end.
      exit = engine.connections().post("/containers/" + id + "/wait?condition=next-exit");
      engine.client().startContainerCmd(id).exec();
    } catch (IOException | RuntimeException e) {
      streams.channel().close();
      throw e;
    }
    return new DockerProcess(engine, streams, () -> statusCode(exit), () -> remove(id), timeout);
  }

  private static int statusCode(EngineConnections.Open answer) {
    ByteBuffer body = ByteBuffer.allocate(4096);
    body.put(answer.early());
    try (var channel = answer.channel()) {
      while (true) {
        String text = new String(body.array(), 0, body.position(), StandardCharsets.UTF_8);
        Matcher code = STATUS_CODE.matcher(text);
        // The digits may come in two parts; what follows them tells that they are all.
        if (code.find() && code.end() < text.length()) {
          return Integer.parseInt(code.group(1));
        }
        if (!body.hasRemaining() || channel.read(body) < 0) {
          return -1;
        }
      }
    } catch (IOException e) {
      return -1;
    }
  }

  private void remove(String id) {
    try {
      engine.call(
          "removing a helper",
          DEADLINE,
          () -> {
            try {
              engine.client().removeContainerCmd(id).withForce(true).exec();
            } catch (NotFoundException | ConflictException e) {
              // Gone, or going.
            }
            return id;
          });
    } catch (EngineUnavailable e) {
      // The sweep finds it by its role.
      System.getLogger(CommandRunner.class.getName())
          .log(
              System.Logger.Level.WARNING, "helper {0} is left for the sweep: {1}", id, e.reason());
    }
  }
}
