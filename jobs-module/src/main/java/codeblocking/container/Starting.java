package codeblocking.container;

import codeblocking.container.Inspection.Found;
import codeblocking.place.Claim;
import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import codeblocking.settings.EnvironmentSettings;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Brings a project's container to run, whatever is in the way. */
final class Starting {
  private static final System.Logger LOGGER = System.getLogger(Starting.class.getName());
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** Looks at what bears the name; each ends in a container or removes what was in the way. */
  private static final int LOOKS = 20;

  private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int LOCKS = 64;

  private final Engine engine;
  private final Naming naming;
  private final Inspection inspection;
  private final ContainerSpecification specification;
  private final Slots slots;
  private final IsolatedNetwork network;
  private final Places places;
  private final Namespaces namespaces;
  private final MainShells shells;

  private final Spawns spawns = new Spawns(Runtime.getRuntime().availableProcessors());

  private final Former former = new Former();

  /** Callers in this process take turns for a project; those elsewhere meet at the name. */
  private final ReentrantLock[] turns = new ReentrantLock[LOCKS];

  Starting(
      Engine engine,
      Naming naming,
      ContainerSpecification specification,
      Places places,
      WorkspaceUser user,
      IsolatedNetwork network,
      MainShells shells,
      int namespacesAhead) {
    this.engine = engine;
    this.naming = naming;
    this.inspection = new Inspection(engine, naming, places);
    this.specification = specification;
    this.places = places;
    this.slots = new Slots(places, user);
    this.namespaces = new Namespaces(engine, naming, specification, this, namespacesAhead);
    this.network = network;
    this.shells = shells;
    java.util.Arrays.setAll(turns, i -> new ReentrantLock());
  }

  LiveContainer start(ContainerRequest request) throws EngineUnavailable, InterruptedException {
    ReentrantLock turn = turn(request.projectId());
    turn.lockInterruptibly();
    try {
      former.has(request.projectId());
      for (int look = 0; look < LOOKS; look++) {
        Optional<LiveContainer> running = look(request);
        if (running.isPresent()) {
          return running.get();
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      turn.unlock();
    }
    throw new EngineUnavailable(
        "starting the container of project %s: something keeps removing it"
            .formatted(request.projectId()),
        null,
        false);
  }

  ReentrantLock turn(ProjectId project) {
    return turns[Math.floorMod(project.hashCode(), LOCKS)];
  }

  Former former() {
    return former;
  }

  String network() throws EngineUnavailable {
    return network.name();
  }

  /** What there is of the project: the container whose slot it is in, or one of its own name. */
  private Optional<Found> there(ProjectId project) throws EngineUnavailable {
    Optional<Claim> claim = places.claim(project);
    if (claim.isPresent()) {
      String id = claim.get().container();
      Optional<Found> pooled = inspection.find(id).filter(Found::ours);
      if (pooled.isPresent() && pooled.get().container().running()) {
        return pooled;
      }
      // Single use: what has ended is not started again.
      if (pooled.isPresent()) {
        attempt("removing " + id, client -> client.removeContainerCmd(id).withForce(true).exec());
      }
      giveBack(project);
    }
    return inspection.find(naming.workspace(project));
  }

  /** INVARIANT: the container whose slot it is in is dead. */
  void giveBack(ProjectId project) {
    try {
      if (!places.giveBack(project)) {
        LOGGER.log(
            System.Logger.Level.INFO,
            "Project {0} stays in its slot: a command runs over it",
            project);
      }
    } catch (IOException e) {
      LOGGER.log(
          System.Logger.Level.WARNING, "project " + project + " stays in its slot for now", e);
    }
  }

  /** One step towards a running container; empty: look again. */
  private Optional<LiveContainer> look(ContainerRequest request)
      throws EngineUnavailable, InterruptedException {
    String name = naming.workspace(request.projectId());
    Optional<Found> there = there(request.projectId());
    if (there.isEmpty()) {
      create(request);
      return Optional.empty();
    }
    Found found = there.get();
    if (!found.ours()) {
      throw new EngineUnavailable(
          "a container named %s exists and is not this instance's; it is left alone"
              .formatted(name),
          null,
          true);
    }
    LiveContainer container = found.container();
    if (container.running() && !container.paused()) {
      return Optional.of(container);
    }
    String id = container.id().value();
    if (container.paused()) {
      attempt("resuming " + name, client -> client.unpauseContainerCmd(id).exec());
    } else if (found.status().equals("created") && fits(container, request)) {
      startCreated(request, id);
    } else {
      attempt("removing " + name, client -> client.removeContainerCmd(id).withForce(true).exec());
    }
    return Optional.empty();
  }

  private static boolean fits(LiveContainer container, ContainerRequest request) {
    return container.environment().equals(request.environment().name())
        && container.image().equals(request.environment().image());
  }

  private void create(ContainerRequest request) throws EngineUnavailable, InterruptedException {
    String what = "making the container of project " + request.projectId();
    prepare(request.projectId());
    Optional<String> holder = namespaces.take();
    try {
      String on = holder.isPresent() ? Namespaces.JOIN + holder.get() : network.name();
      String unused = spawning(what, () -> created(request, on));
    } finally {
      holder.ifPresent(namespaces::joined);
    }
  }

  private String created(ContainerRequest request, String on) throws EngineUnavailable {
    try {
      return specification.workspace(engine.client(), request, on).exec().getId();
    } catch (ConflictException e) {
      // Somebody else was first, or the last one is still being removed.
      LockSupport.parkNanos(BETWEEN_LOOKS);
      return "";
    } catch (NotFoundException e) {
      if (on.startsWith(Namespaces.JOIN) && !Engine.words(e).contains("image")) {
        // Whoever held the namespace is gone; the next look takes another, or makes one.
        return "";
      }
      throw missingImage(request.environment(), e);
    }
  }

  Namespaces namespaces() {
    return namespaces;
  }

  /** One request that makes or starts a container, when its turn comes. */
  <T> T spawning(String what, Callable<T> request) throws EngineUnavailable, InterruptedException {
    return spawning(Spawns.For.USER, what, request);
  }

  <T> T spawning(Spawns.For whom, String what, Callable<T> request)
      throws EngineUnavailable, InterruptedException {
    spawns.acquire(whom);
    try {
      return engine.call(what, DEADLINE, request);
    } finally {
      spawns.release(whom);
    }
  }

  /** The directories it is mounted from. */
  void prepare(ProjectId project) throws EngineUnavailable {
    try {
      slots.prepare(project);
    } catch (IOException e) {
      throw new EngineUnavailable(
          "the directories of project %s cannot be made: %s".formatted(project, Engine.words(e)),
          e,
          false);
    }
  }

  static EngineUnavailable missingImage(EnvironmentSettings settings, NotFoundException e) {
    String environment = settings.name();
    return new EngineUnavailable(
        "the image %s of environment %s is not on the Docker engine (%s); ./run builds the standard ones, codeblocking.environment.%s.image names another"
            .formatted(settings.image(), environment, Engine.words(e), environment),
        e,
        true);
  }

  private void startCreated(ContainerRequest request, String id)
      throws EngineUnavailable, InterruptedException {
    String what = "starting the container of project " + request.projectId();
    try {
      spawning(
          what,
          () -> {
            try {
              startWithShell(id);
            } catch (NotModifiedException e) {
              LOGGER.log(System.Logger.Level.DEBUG, "{0}: somebody else did", what);
            } catch (NotFoundException | ConflictException e) {
              // Gone; or its network is, and then only a new one gets another.
              removeFailed(id);
            }
            return id;
          });
    } catch (EngineUnavailable e) {
      // A container that did not start once is in the way of the next try.
      removeFailed(id);
      throw e;
    }
  }

  /** The shell's connection is there before the shell, and whoever opens the terminal gets it. */
  private void startWithShell(String id) throws EngineUnavailable {
    ContainerId container = new ContainerId(id);
    MainShell shell = shells.connectNew(container);
    try {
      engine.client().startContainerCmd(id).exec();
    } catch (RuntimeException e) {
      shell.release();
      throw e;
    }
    MainShells.started(shell);
    shells.keep(container, WarmShell.inside(shell));
  }

  private void removeFailed(String id) throws EngineUnavailable {
    attempt(
        "removing a container that did not start",
        client -> client.removeContainerCmd(id).withForce(true).exec());
  }

  /** One request to the engine. */
  private interface Request {
    Object to(DockerClient client);
  }

  /** Already so, gone, or somebody else at it: the next look tells. */
  private void attempt(String what, Request request) throws EngineUnavailable {
    engine.call(
        what,
        DEADLINE,
        () -> {
          try {
            request.to(engine.client());
          } catch (NotModifiedException | ConflictException e) {
            LockSupport.parkNanos(BETWEEN_LOOKS);
          } catch (NotFoundException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "{0}: it is gone", what);
          }
          return what;
        });
  }
}
