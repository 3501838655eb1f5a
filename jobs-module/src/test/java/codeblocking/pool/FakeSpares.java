package codeblocking.pool;

import codeblocking.container.ContainerId;
import codeblocking.container.ContainerRequest;
import codeblocking.container.Containers;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.LiveContainer;
import codeblocking.container.Spare;
import codeblocking.container.SpareContainers;
import codeblocking.project.ProjectId;
import codeblocking.settings.EnvironmentSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link SpareContainers} without an engine. */
public final class FakeSpares implements SpareContainers {
  public final List<One> made = new ArrayList<>();
  public final List<One> discarded = new ArrayList<>();
  public final Set<ProjectId> claimed = new HashSet<>();
  public int cleared;
  public int attempts;
  public @Nullable EngineUnavailable failure;

  /** Something runs over the projects' own directories. */
  public boolean refusing;

  public String complaint = "";

  private final @Nullable Containers starts;

  public FakeSpares() {
    this(null);
  }

  /** Claims are served by starting these. */
  public FakeSpares(@Nullable Containers starts) {
    this.starts = starts;
  }

  /** A spare that is nowhere. */
  public static final class One implements Spare {
    private final EnvironmentSettings environment;
    private final String complaint;
    private boolean alive = true;
    private @Nullable Runnable action;

    private One(EnvironmentSettings environment, String complaint) {
      this.environment = environment;
      this.complaint = complaint;
    }

    public void die() {
      alive = false;
      if (action != null) {
        action.run();
      }
    }

    @Override
    public EnvironmentSettings environment() {
      return environment;
    }

    @Override
    public boolean alive() {
      return alive;
    }

    @Override
    public String complaint() {
      return complaint;
    }

    @Override
    public void whenEnded(Runnable newAction) {
      action = newAction;
      if (!alive) {
        newAction.run();
      }
    }
  }

  @Override
  public Spare make(EnvironmentSettings environment) throws EngineUnavailable {
    attempts++;
    if (failure != null) {
      throw failure;
    }
    One one = new One(environment, complaint);
    made.add(one);
    return one;
  }

  @Override
  public Optional<LiveContainer> claim(Spare spare, ContainerRequest request)
      throws EngineUnavailable, InterruptedException {
    if (failure != null) {
      throw failure;
    }
    if (refusing || !spare.alive() || !claimed.add(request.projectId())) {
      return Optional.empty();
    }
    if (starts != null) {
      return Optional.of(starts.start(request));
    }
    return Optional.of(
        new LiveContainer(
            new ContainerId("spare-" + made.indexOf(spare)),
            "cb-fake-" + request.projectId(),
            request.projectId(),
            spare.environment().name(),
            spare.environment().image(),
            true,
            false,
            Instant.EPOCH,
            null));
  }

  @Override
  public void discard(Spare spare) {
    discarded.add((One) spare);
  }

  @Override
  public void clear() {
    cleared++;
  }
}
