package codeblocking.container;

import codeblocking.container.Execs.Exec;
import codeblocking.container.Inspection.Found;
import codeblocking.place.Claim;
import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import codeblocking.settings.Settings;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Version;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@link Containers} on a Docker engine. */
public final class DockerContainers implements Containers, Closeable {
  private static final System.Logger LOGGER = System.getLogger(DockerContainers.class.getName());
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration PING = Duration.ofMillis(1500);

  /** The image's shell, never a user's program: it is the first that writes to the terminal. */
  private static final List<String> SHELL =
      List.of("/bin/sh", "-c", "command -v bash >/dev/null && exec bash -l; exec sh -l");

  private final Naming naming;
  private final Engine engine;
  private final HostProcesses host;
  private final Execs execs;
  private final Inspection inspection;
  private final Starting starting;
  private final CommandRunner commands;
  private final Places places;
  private final DockerSpares spares;
  private final Holds holds = new Holds();
  private final TerminalSelector selector = new TerminalSelector();
  private final MainShells mains;

  /**
   * Connects to nothing yet: the engine may come later.
   *
   * @param instance in every name and label; containers of others are never touched
   */
  public DockerContainers(Settings settings, String instance, Places places) {
    this(settings, instance, places, new HostProcesses());
  }

  DockerContainers(Settings settings, String instance, Places places, HostProcesses host) {
    this.naming = new Naming(instance);
    this.engine = new Engine(settings.dockerHost());
    this.host = host;
    this.execs = new Execs(engine, host);
    this.mains = new MainShells(engine, execs, selector);
    this.places = places;
    this.inspection = new Inspection(engine, naming, places);
    WorkspaceUser user = WorkspaceUser.ofThisServer();
    ContainerSpecification specification =
        new ContainerSpecification(naming, settings, places, user);
    this.starting =
        new Starting(
            engine,
            naming,
            specification,
            places,
            user,
            new IsolatedNetwork(engine, naming, settings.network()),
            mains,
            settings.limits().namespacesAhead());
    this.commands = new CommandRunner(engine, execs, specification, starting);
    this.spares = new DockerSpares(engine, naming, specification, starting, places, mains);
  }

  @Override
  public LiveContainer start(ContainerRequest request)
      throws EngineUnavailable, InterruptedException {
    return starting.start(request);
  }

  @Override
  public Optional<LiveContainer> find(ProjectId project) throws EngineUnavailable {
    Optional<Claim> claim = places.claim(project);
    Optional<Found> pooled =
        claim.isPresent() ? inspection.find(claim.get().container()) : Optional.empty();
    Optional<Found> found =
        pooled.isPresent() ? pooled : inspection.find(naming.workspace(project));
    return found.filter(Found::ours).map(Found::container);
  }

  @Override
  public void pause(ProjectId project) throws EngineUnavailable {
    Optional<LiveContainer> container = find(project).filter(LiveContainer::running);
    if (container.isEmpty()) {
      return;
    }
    LiveContainer live = container.get();
    holds.hold(live.id());
    mains.putAside(live.id());
    if (!live.paused()) {
      execs.pausing(
          live.id(),
          () ->
              settle(
                  "pausing " + live.name(),
                  () -> engine.client().pauseContainerCmd(live.id().value()).exec()));
    }
    // A refusal counted as success above: what matters is that nothing runs in there now.
    if (find(project).filter(found -> found.running() && !found.paused()).isPresent()) {
      throw new EngineUnavailable(live.name() + " could not be paused", null, false);
    }
  }

  @Override
  public void resume(ProjectId project) throws EngineUnavailable {
    Optional<LiveContainer> container = find(project).filter(LiveContainer::paused);
    if (container.isPresent()) {
      unpause(container.get());
    }
  }

  private void unpause(LiveContainer container) throws EngineUnavailable {
    holds.release(container.id());
    settle(
        "resuming " + container.name(),
        () -> engine.client().unpauseContainerCmd(container.id().value()).exec());
  }

  @Override
  public void remove(ContainerId container) throws EngineUnavailable {
    Optional<Found> found = inspection.find(container.value());
    if (found.isEmpty()) {
      return;
    }
    if (!found.get().ours()) {
      throw new EngineUnavailable(
          "container %s is not this instance's; it is left alone".formatted(container), null, true);
    }
    // INVARIANT (S2): frozen processes die before they run again. The engine kills the first one
    // and then thaws the others, which could write in the moment until they follow it.
    host.kill(host.inside(container));
    String id = container.value();
    String what = "removing " + found.get().container().name();
    settle(what, () -> engine.client().killContainerCmd(id).exec());
    settle(
        what,
        () ->
            engine.client().removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec());
    mains.forget(container);
    giveBack(container);
    starting.namespaces().tend();
  }

  /** A pool container's project goes back to its own directory, once nothing runs over it. */
  private void giveBack(ContainerId container) throws EngineUnavailable {
    Optional<Claim> claim =
        places.claims().stream()
            .filter(one -> one.container().equals(container.value()))
            .findFirst();
    if (claim.isPresent()
        && inspection.find(container.value()).filter(it -> it.container().running()).isEmpty()) {
      starting.giveBack(claim.get().project());
    }
  }

  /** Those that are made before anybody asks for them. */
  public SpareContainers spares() {
    return spares;
  }

  @Override
  public boolean removePaused(ContainerId container) throws EngineUnavailable {
    boolean held = holds.ending(container);
    try {
      if (runs(container, held)) {
        return false;
      }
      remove(container);
      return true;
    } finally {
      holds.ended(container);
    }
  }

  /** Also what the engine's own tools have resumed. */
  private boolean runs(ContainerId container, boolean held) throws EngineUnavailable {
    return inspection
        .find(container.value())
        .filter(found -> found.container().running() && !(held && found.container().paused()))
        .isPresent();
  }

  @Override
  public ContainerList list() {
    try {
      return new ContainerList(inspection.all(), true);
    } catch (EngineUnavailable e) {
      LOGGER.log(System.Logger.Level.WARNING, "{0}; nothing is concluded from it", e.reason());
      return new ContainerList(List.of(), false);
    }
  }

  @Override
  public TerminalStream mainTerminal(ContainerId container, int cols, int rows)
      throws EngineUnavailable {
    Optional<TerminalStream> main = awake(container, () -> mains.open(container, cols, rows));
    return main.isPresent() ? main.get() : terminal(container, cols, rows);
  }

  @Override
  public TerminalStream terminal(ContainerId container, int cols, int rows)
      throws EngineUnavailable {
    return terminal(awake(container, () -> execs.create(container, SHELL, true)), cols, rows);
  }

  @Override
  public TerminalStream spare(ContainerId container, int cols, int rows) throws EngineUnavailable {
    return terminal(execs.create(container, SHELL, true), cols, rows);
  }

  private TerminalStream terminal(Exec exec, int cols, int rows) throws EngineUnavailable {
    EngineConnections.Open connection = execs.connect(exec, true);
    try {
      TerminalStream terminal =
          new DockerTerminal(engine, selector, execs.control(exec), connection);
      terminal.resize(cols, rows);
      return terminal;
    } catch (IOException e) {
      execs.hangUp(exec);
      throw new EngineUnavailable("connecting a terminal: " + Engine.words(e), e, false);
    }
  }

  /** A request about a container, which it refuses while it is paused. */
  private interface Request<T> {
    T send() throws EngineUnavailable;
  }

  /** Somebody who comes back while a stop compares finds the container paused: they go first. */
  private <T> T awake(ContainerId container, Request<T> request) throws EngineUnavailable {
    try {
      return request.send();
    } catch (EngineUnavailable e) {
      Optional<Found> paused =
          inspection
              .find(container.value())
              .filter(found -> found.ours() && found.container().paused());
      if (paused.isEmpty()) {
        throw e;
      }
      unpause(paused.get().container());
      return request.send();
    }
  }

  @Override
  public Process run(ContainerRequest request, List<String> command, Duration timeout)
      throws EngineUnavailable {
    Optional<LiveContainer> container =
        find(request.projectId()).filter(found -> found.running() && !found.paused());
    if (container.isPresent()) {
      Optional<Process> process = commands.inside(container.get().id(), command, timeout);
      if (process.isPresent()) {
        return process.get();
      }
    }
    return helper(request, command, timeout);
  }

  /** Nothing is moved from under it, or into a slot beside it. */
  private Process helper(ContainerRequest request, List<String> command, Duration timeout)
      throws EngineUnavailable {
    Places.Stay stay = places.stay(request.projectId());
    try {
      Process process = commands.helper(request, command, timeout);
      var unused = process.onExit().whenComplete((ended, failure) -> stay.close());
      return process;
    } catch (EngineUnavailable | RuntimeException e) {
      stay.close();
      throw e;
    }
  }

  @Override
  public String ping() throws EngineUnavailable {
    Version version =
        engine.call("asking the engine", PING, () -> engine.client().versionCmd().exec());
    return "Docker %s (API %s)".formatted(version.getVersion(), version.getApiVersion());
  }

  /** Gone, already so, or going is success. */
  private void settle(String what, Runnable request) throws EngineUnavailable {
    engine.call(
        what,
        DEADLINE,
        () -> {
          try {
            request.run();
          } catch (NotFoundException | ConflictException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "{0}: {1}", what, e.getMessage());
          }
          return what;
        });
  }

  @Override
  public void close() throws IOException {
    starting.namespaces().close();
    selector.close();
    engine.close();
  }
}
