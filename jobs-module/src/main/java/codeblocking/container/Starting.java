package codeblocking.container;

import codeblocking.container.Inspection.Found;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
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

  /**
   * More spawns at once than cores take longer, one and all (measured); first come first served.
   */
  private final Semaphore spawns = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  /** Callers in this process take turns for a project; those elsewhere meet at the name. */
  private final ReentrantLock[] turns = new ReentrantLock[LOCKS];

  Starting(
      Engine engine,
      Naming naming,
      ContainerSpecification specification,
      Slots slots,
      IsolatedNetwork network) {
    this.engine = engine;
    this.naming = naming;
    this.inspection = new Inspection(engine, naming);
    this.specification = specification;
    this.slots = slots;
    this.network = network;
    java.util.Arrays.setAll(turns, i -> new ReentrantLock());
  }

  LiveContainer start(ContainerRequest request) throws EngineUnavailable, InterruptedException {
    ReentrantLock turn = turns[Math.floorMod(request.projectId().hashCode(), LOCKS)];
    turn.lockInterruptibly();
    try {
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

  /** One step towards a running container; empty: look again. */
  private Optional<LiveContainer> look(ContainerRequest request)
      throws EngineUnavailable, InterruptedException {
    String name = naming.workspace(request.projectId());
    Optional<Found> there = inspection.find(name);
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
    prepare(request);
    String on = network.name();
    spawning(
        what,
        () -> {
          try {
            return specification.workspace(engine.client(), request, on).exec().getId();
          } catch (ConflictException e) {
            // Somebody else was first, or the last one is still being removed.
            LockSupport.parkNanos(BETWEEN_LOOKS);
            return "";
          } catch (NotFoundException e) {
            throw missingImage(request, e);
          }
        });
  }

  /** One request that makes or starts a container, when its turn comes. */
  <T> T spawning(String what, Callable<T> request) throws EngineUnavailable, InterruptedException {
    spawns.acquire();
    try {
      return engine.call(what, DEADLINE, request);
    } finally {
      spawns.release();
    }
  }

  /** The directories it is mounted from. */
  void prepare(ContainerRequest request) throws EngineUnavailable {
    try {
      slots.prepare(request.projectId());
    } catch (IOException e) {
      throw new EngineUnavailable(
          "the directories of project %s cannot be made: %s"
              .formatted(request.projectId(), Engine.words(e)),
          e,
          false);
    }
  }

  static EngineUnavailable missingImage(ContainerRequest request, NotFoundException e) {
    String environment = request.environment().name();
    return new EngineUnavailable(
        "the image %s of environment %s is not on the Docker engine (%s); ./run builds the standard ones, codeblocking.environment.%s.image names another"
            .formatted(request.environment().image(), environment, Engine.words(e), environment),
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
              engine.client().startContainerCmd(id).exec();
            } catch (NotModifiedException e) {
              LOGGER.log(System.Logger.Level.DEBUG, "{0}: somebody else did", what);
            } catch (NotFoundException e) {
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
