package codeblocking.container;

import codeblocking.place.Claim;
import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what the engine has, and which of it is ours. */
final class Inspection {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final String UNKNOWN = "";

  private final Engine engine;
  private final Naming naming;
  private final Places places;

  Inspection(Engine engine, Naming naming, Places places) {
    this.places = places;
    this.engine = engine;
    this.naming = naming;
  }

  /**
   * Something that bears the name or the id.
   *
   * @param status in the engine's words, such as {@code exited}
   * @param ours false: another's, which is never touched
   */
  record Found(LiveContainer container, String status, boolean ours) {}

  /** By name or id; the engine answers in about 2 ms, which a list does not. */
  Optional<Found> find(String nameOrId) throws EngineUnavailable {
    return engine.call(
        "looking for container " + nameOrId,
        DEADLINE,
        () -> {
          try {
            return Optional.of(found(engine.client().inspectContainerCmd(nameOrId).exec()));
          } catch (NotFoundException e) {
            return Optional.empty();
          }
        });
  }

  /** All of ours, but what is part of a workspace that has joined it, and gone with that. */
  List<LiveContainer> all() throws EngineUnavailable {
    return engine.containers(naming.instance()).stream()
        .map(this::listed)
        .filter(one -> !Namespaces.ROLE.equals(one.role()))
        .toList();
  }

  private Found found(InspectContainerResponse response) {
    Map<String, String> labels = labels(response.getConfig().getLabels());
    ContainerState state = response.getState();
    LiveContainer container =
        container(
            new ContainerId(response.getId()),
            response.getName().replaceFirst("^/", ""),
            response.getConfig().getImage(),
            labels,
            state.getStatus(),
            Instant.parse(state.getStartedAt()));
    return new Found(container, state.getStatus(), ours(labels));
  }

  /** From a list, which has no time of the start; that of the making is near it. */
  private LiveContainer listed(Container one) {
    String name = one.getNames().length == 0 ? UNKNOWN : one.getNames()[0];
    return container(
        new ContainerId(one.getId()),
        name.replaceFirst("^/", ""),
        one.getImage(),
        labels(one.getLabels()),
        one.getState(),
        Instant.ofEpochSecond(one.getCreated()));
  }

  private boolean ours(Map<String, String> labels) {
    return naming.instance().equals(labels.get(ContainerLabels.INSTANCE));
  }

  private LiveContainer container(
      ContainerId id,
      String name,
      String image,
      Map<String, String> labels,
      String status,
      Instant startedAt) {
    boolean paused = status.equals("paused");
    Optional<ProjectId> claimed = claimed(labels);
    return new LiveContainer(
        id,
        // Until it is named, the journal says what its name will be.
        claimed.map(naming::workspace).orElse(name),
        claimed.orElseGet(() -> project(name, labels)),
        labels.getOrDefault(ContainerLabels.ENVIRONMENT, UNKNOWN),
        image,
        paused || status.equals("running"),
        paused,
        startedAt,
        labels.get(ContainerLabels.ROLE));
  }

  /** The project that a container of the pool was given to. */
  private Optional<ProjectId> claimed(Map<String, String> labels) {
    String slot = labels.get(ContainerLabels.SLOT);
    return slot == null ? Optional.empty() : places.claimOf(slot).map(Claim::project);
  }

  private @Nullable ProjectId project(String name, Map<String, String> labels) {
    if (labels.containsKey(ContainerLabels.ROLE)) {
      return null;
    }
    return ProjectId.parse(labels.getOrDefault(ContainerLabels.PROJECT_ID, UNKNOWN))
        .or(() -> naming.project(name))
        .orElse(null);
  }

  private static Map<String, String> labels(@Nullable Map<String, String> labels) {
    return labels == null ? Map.of() : labels;
  }
}
