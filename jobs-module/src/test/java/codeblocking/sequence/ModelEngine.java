package codeblocking.sequence;

import codeblocking.container.ContainerId;
import codeblocking.container.ContainerList;
import codeblocking.container.ContainerRequest;
import codeblocking.container.Containers;
import codeblocking.container.LiveContainer;
import codeblocking.container.TerminalStream;
import codeblocking.project.ProjectId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** An engine that checks S3 at every change, and has S2 checked at every end. */
final class ModelEngine implements Containers {
  private final List<LiveContainer> all = new ArrayList<>();
  private final Bug bug;
  private final Clock clock;

  /** Others act here, at any call. */
  Runnable meanwhile = () -> {};

  /** Told of a container that runs and is about to be killed by us. */
  Consumer<LiveContainer> ending = container -> {};

  ModelEngine(Bug bug, Clock clock) {
    this.bug = bug;
    this.clock = clock;
  }

  @Override
  public LiveContainer start(ContainerRequest request) {
    ProjectId project = request.projectId();
    meanwhile.run();
    Optional<LiveContainer> running = live(project);
    if (running.isEmpty()) {
      meanwhile.run();
      boolean taken = live(project).isPresent() && bug != Bug.NAMES_ARE_NO_MUTEX;
      if (!taken) {
        all.removeIf(one -> project.equals(one.projectId()) && !one.running());
        all.add(
            new LiveContainer(
                new ContainerId(UUID.randomUUID().toString().replace("-", "")),
                "cb-model-" + project,
                project,
                "base",
                "image",
                true,
                false,
                clock.instant(),
                null));
        check(project);
      }
      running = live(project);
    }
    return change(running.orElseThrow(), true, false);
  }

  private void check(ProjectId project) {
    long live =
        all.stream().filter(one -> project.equals(one.projectId()) && one.running()).count();
    if (live > 1) {
      throw new Violation("S3: " + live + " live containers of one project");
    }
  }

  /** What runs, also paused. */
  Optional<LiveContainer> live(ProjectId project) {
    return all.stream().filter(one -> project.equals(one.projectId()) && one.running()).findFirst();
  }

  /** Processes write now. */
  boolean runs(ProjectId project) {
    return live(project).filter(one -> !one.paused()).isPresent();
  }

  /** It ends by itself, as by running out of memory. */
  void die(ProjectId project) {
    live(project).ifPresent(one -> change(one, false, false));
  }

  private LiveContainer change(LiveContainer one, boolean running, boolean paused) {
    LiveContainer next =
        new LiveContainer(
            one.id(),
            one.name(),
            one.projectId(),
            one.environment(),
            one.image(),
            running,
            paused,
            one.startedAt(),
            one.role());
    all.replaceAll(each -> each.id().equals(one.id()) ? next : each);
    return next;
  }

  @Override
  public Optional<LiveContainer> find(ProjectId project) {
    meanwhile.run();
    return all.stream().filter(one -> project.equals(one.projectId())).findFirst();
  }

  @Override
  public void pause(ProjectId project) {
    meanwhile.run();
    live(project).ifPresent(one -> change(one, true, true));
  }

  @Override
  public void resume(ProjectId project) {
    meanwhile.run();
    live(project).ifPresent(one -> change(one, true, false));
  }

  @Override
  public void remove(ContainerId container) {
    meanwhile.run();
    kill(container);
  }

  private void kill(ContainerId container) {
    all.stream().filter(one -> one.id().equals(container) && one.running()).forEach(ending);
    all.removeIf(one -> one.id().equals(container));
  }

  @Override
  public boolean removePaused(ContainerId container) {
    meanwhile.run();
    boolean resumed =
        all.stream().anyMatch(one -> one.id().equals(container) && one.running() && !one.paused());
    if (resumed && bug != Bug.RESUMED_IS_KILLED) {
      return false;
    }
    kill(container);
    return true;
  }

  @Override
  public ContainerList list() {
    return new ContainerList(List.copyOf(all), true);
  }

  @Override
  public TerminalStream mainTerminal(ContainerId container, int cols, int rows) {
    return terminal(container, cols, rows);
  }

  @Override
  public TerminalStream terminal(ContainerId container, int cols, int rows) {
    throw new UnsupportedOperationException("terminals are not modelled");
  }

  @Override
  public TerminalStream spare(ContainerId container, int cols, int rows) {
    throw new UnsupportedOperationException("terminals are not modelled");
  }

  @Override
  public Process run(ContainerRequest request, List<String> command, Duration timeout) {
    throw new UnsupportedOperationException("commands are not modelled");
  }

  @Override
  public String ping() {
    return "a model";
  }
}
