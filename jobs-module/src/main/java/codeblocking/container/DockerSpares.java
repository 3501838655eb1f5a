package codeblocking.container;

import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import codeblocking.settings.EnvironmentSettings;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** {@link SpareContainers} on a Docker engine. */
final class DockerSpares implements SpareContainers {
  private static final System.Logger LOGGER = System.getLogger(DockerSpares.class.getName());
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration TO_THE_PROMPT = Duration.ofSeconds(30);

  private final Engine engine;
  private final Naming naming;
  private final Inspection inspection;
  private final ContainerSpecification specification;
  private final Starting starting;
  private final Places places;
  private final MainShells shells;

  DockerSpares(
      Engine engine,
      Naming naming,
      ContainerSpecification specification,
      Starting starting,
      Places places,
      MainShells shells) {
    this.engine = engine;
    this.naming = naming;
    this.inspection = new Inspection(engine, naming, places);
    this.specification = specification;
    this.starting = starting;
    this.places = places;
    this.shells = shells;
  }

  /** What this adapter knows of a spare. */
  private record Held(
      EnvironmentSettings environment,
      String slot,
      ContainerId container,
      Instant startedAt,
      WarmShell shell,
      String complaint)
      implements Spare {
    @Override
    public boolean alive() {
      return shell.idle();
    }

    @Override
    public void whenEnded(Runnable action) {
      var unused = shell.ended().thenRun(action);
    }
  }

  @Override
  public Spare make(EnvironmentSettings environment)
      throws EngineUnavailable, InterruptedException {
    String slot = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    try {
      places.openSlot(slot);
      for (String script : List.of("ready.sh", "enter.sh")) {
        show(script, places.data().handover(slot));
      }
      return started(environment, slot);
    } catch (IOException e) {
      drop(slot, null);
      throw new EngineUnavailable("a slot cannot be made: " + Engine.words(e), e, false);
    } catch (EngineUnavailable | InterruptedException | RuntimeException e) {
      drop(slot, naming.spare(slot));
      throw e;
    }
  }

  private static void show(String script, Path handover) throws IOException {
    Path file = Files.writeString(handover.resolve(script), Scripts.text(script));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private Spare started(EnvironmentSettings environment, String slot)
      throws EngineUnavailable, InterruptedException {
    String what = "making a container of the pool of " + environment.name();
    String network = starting.network();
    Made made =
        starting.spawning(
            Spawns.For.POOL, what, () -> startedWithShell(environment, slot, network));
    ContainerId container = made.container();
    WarmShell warm = new WarmShell(made.shell());
    String has = findings(environment, warm);
    Instant startedAt =
        inspection
            .find(container.value())
            .map(found -> found.container().startedAt())
            .orElse(Instant.EPOCH);
    return new Held(environment, slot, container, startedAt, warm, complaint(environment, has));
  }

  private record Made(ContainerId container, MainShell shell) {}

  private Made startedWithShell(EnvironmentSettings environment, String slot, String network)
      throws EngineUnavailable {
    ContainerId container;
    try {
      container =
          new ContainerId(
              specification.spare(engine.client(), slot, environment, network).exec().getId());
    } catch (NotFoundException e) {
      throw Starting.missingImage(environment, e);
    }
    MainShell shell = shells.connectNew(container);
    try {
      engine.client().startContainerCmd(container.value()).exec();
    } catch (RuntimeException e) {
      shell.release();
      throw e;
    }
    MainShells.started(shell);
    return new Made(container, shell);
  }

  private static String findings(EnvironmentSettings environment, WarmShell warm)
      throws EngineUnavailable, InterruptedException {
    try {
      return warm.warmUp().get(TO_THE_PROMPT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new EngineUnavailable(
          "the image %s of environment %s has no shell that starts (/bin/sh): %s"
              .formatted(
                  environment.image(),
                  environment.name(),
                  Engine.words(e.getCause() == null ? e : e.getCause())),
          e,
          true);
    } catch (TimeoutException e) {
      throw new EngineUnavailable(
          "the shell of the image %s shows no prompt within %d s"
              .formatted(environment.image(), TO_THE_PROMPT.toSeconds()),
          e,
          false);
    }
  }

  private String complaint(EnvironmentSettings environment, String has) throws EngineUnavailable {
    String[] parts = has.split(";", -1);
    if (!parts[0].equals("git")) {
      throw new EngineUnavailable(
          "the image %s of environment %s has no git, which a workspace needs"
              .formatted(environment.image(), environment.name()),
          null,
          true);
    }
    return parts.length > 1 && !parts[1].isEmpty()
        ? ""
        : "the image %s has no user entry for uid %d: programs that ask who they are will fail"
            .formatted(environment.image(), specification.uid());
  }

  @Override
  public Optional<LiveContainer> claim(Spare spare, ContainerRequest request)
      throws EngineUnavailable, InterruptedException {
    Held held = (Held) spare;
    ProjectId project = request.projectId();
    ReentrantLock turn = starting.turn(project);
    turn.lockInterruptibly();
    try {
      // INVARIANT (S3): whoever starts a container for this project waits for this turn, and finds
      // the journal's entry then.
      if (!held.alive()
          || places.claim(project).isPresent()
          || (starting.former().mayHave(project)
              && inspection.find(naming.workspace(project)).isPresent())) {
        return Optional.empty();
      }
      starting.former().has(project);
      starting.prepare(project);
      if (!places.claim(project, held.slot(), held.container().value())) {
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new EngineUnavailable(
          "project %s could not be moved into a slot: %s".formatted(project, Engine.words(e)),
          e,
          false);
    } finally {
      turn.unlock();
    }
    shells.keep(held.container(), held.shell());
    if (!held.shell().enter()) {
      LOGGER.log(System.Logger.Level.WARNING, "The shell of {0} takes no line", held.container());
    }
    var named = held.shell().entered().thenRun(() -> engine.execute(() -> name(held, project)));
    var unused = held.shell().ended().thenRun(() -> named.cancel(false));
    return Optional.of(live(held, project));
  }

  private LiveContainer live(Held held, ProjectId project) {
    return new LiveContainer(
        held.container(),
        naming.workspace(project),
        project,
        held.environment().name(),
        held.environment().image(),
        true,
        false,
        held.startedAt(),
        null);
  }

  /** Only after the prompt is out; until then the journal says whose it is. */
  private void name(Held held, ProjectId project) {
    try {
      engine.call(
          "naming the container of project " + project,
          DEADLINE,
          () ->
              engine
                  .client()
                  .renameContainerCmd(held.container().value())
                  .withName(naming.workspace(project))
                  .exec());
    } catch (EngineUnavailable e) {
      LOGGER.log(System.Logger.Level.DEBUG, "{0}; the journal says whose it is", e.reason());
    }
  }

  @Override
  public void discard(Spare spare) throws EngineUnavailable {
    Held held = (Held) spare;
    remove(held.container().value());
    shells.forget(held.container());
    removeSlot(held.slot());
  }

  private void drop(String slot, @Nullable String container) {
    try {
      if (container != null) {
        remove(container);
      }
      removeSlot(slot);
    } catch (EngineUnavailable e) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "slot {0} is left for the next start: {1}",
          slot,
          e.reason());
    }
  }

  private void remove(String container) throws EngineUnavailable {
    engine.call(
        "removing a container of the pool",
        DEADLINE,
        () -> {
          try {
            engine.client().removeContainerCmd(container).withForce(true).exec();
          } catch (NotFoundException | ConflictException e) {
            // Gone, or going.
          }
          return container;
        });
  }

  private void removeSlot(String slot) {
    try {
      places.removeSlot(slot);
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.WARNING, "slot " + slot + " could not be removed", e);
    }
  }

  @Override
  public void clear() throws EngineUnavailable {
    List<String> unclaimed;
    try {
      unclaimed = places.unclaimed();
    } catch (IOException e) {
      throw new EngineUnavailable("the slots cannot be read: " + Engine.words(e), e, false);
    }
    for (String slot : unclaimed) {
      remove(naming.spare(slot));
      removeSlot(slot);
    }
    starting.former().found(inspection.all());
    starting.namespaces().open();
  }
}
