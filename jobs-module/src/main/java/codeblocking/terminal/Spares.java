package codeblocking.terminal;

import codeblocking.container.ContainerId;
import codeblocking.container.Containers;
import codeblocking.container.EngineUnavailable;
import codeblocking.project.ProjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One shell more in every running container, with its prompt written, for whoever opens the next
 * terminal there. Made one at a time, so that nobody who waits for a container is slowed.
 */
final class Spares {
  private static final System.Logger LOGGER = System.getLogger(Spares.class.getName());

  private final Containers containers;
  private final Executor background;
  private final Executor later;
  private final Map<ProjectId, Spare> spares = new HashMap<>();
  private final Map<ProjectId, ContainerId> wanted = new LinkedHashMap<>();
  private boolean working;

  /**
   * None yet.
   *
   * @param background for the questions to the engine when a shell has ended
   * @param later runs what it is given after a while, when the rush is over
   */
  Spares(Containers containers, Executor background, Executor later) {
    this.containers = containers;
    this.background = background;
    this.later = later;
  }

  private record Spare(ContainerId container, Terminal terminal) {}

  /** There shall be one, soon. */
  void want(ProjectId project, ContainerId container) {
    synchronized (spares) {
      Spare there = spares.get(project);
      if (there != null && there.container().equals(container)) {
        return;
      }
      wanted.put(project, container);
      if (working) {
        return;
      }
      working = true;
    }
    later.execute(this::next);
  }

  private void next() {
    ProjectId project;
    ContainerId container;
    synchronized (spares) {
      Map.Entry<ProjectId, ContainerId> first = wanted.entrySet().stream().findFirst().orElse(null);
      if (first == null) {
        working = false;
        return;
      }
      project = first.getKey();
      container = first.getValue();
    }
    make(project, container);
    later.execute(this::next);
  }

  private void make(ProjectId project, ContainerId container) {
    Terminal made = null;
    try {
      TerminalSize size = TerminalSize.USUAL;
      made =
          new Terminal(
              containers.spare(container, size.cols(), size.rows()),
              size,
              Terminal.Limits.STANDARD,
              background);
    } catch (EngineUnavailable e) {
      // Paused or gone; the next terminal that is opened asks again.
      LOGGER.log(System.Logger.Level.DEBUG, "no spare shell in {0}: {1}", container, e.reason());
    }
    Terminal unwanted = made;
    synchronized (spares) {
      if (wanted.remove(project, container) && made != null) {
        Spare old = spares.put(project, new Spare(container, made));
        unwanted = old == null ? null : old.terminal();
      }
    }
    if (unwanted != null) {
      unwanted.remove();
    }
    if (made != null) {
      Spare spare = new Spare(container, made);
      made.onEnd(() -> forget(project, spare));
      made.start();
    }
  }

  private void forget(ProjectId project, Spare spare) {
    synchronized (spares) {
      spares.remove(project, spare);
    }
  }

  /** The spare of that container, which is none any more; null: there is none. */
  @Nullable Terminal take(ProjectId project, ContainerId container) {
    synchronized (spares) {
      Spare there = spares.get(project);
      if (there == null || !there.container().equals(container)) {
        return null;
      }
      spares.remove(project);
      return there.terminal().alive() ? there.terminal() : null;
    }
  }

  /** In which a spare lives, and therefore the container. */
  Optional<ContainerId> container(ProjectId project) {
    synchronized (spares) {
      return Optional.ofNullable(spares.get(project))
          .filter(spare -> spare.terminal().alive())
          .map(Spare::container);
    }
  }

  void close(ProjectId project) {
    Spare there;
    synchronized (spares) {
      wanted.remove(project);
      there = spares.remove(project);
    }
    if (there != null) {
      there.terminal().remove();
    }
  }

  void close() {
    List<ProjectId> all;
    synchronized (spares) {
      wanted.clear();
      all = new ArrayList<>(spares.keySet());
    }
    all.forEach(this::close);
  }
}
