package codeblocking.container;

import codeblocking.project.ProjectId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Projects that have had a container of their name, in this life or before it. Whoever claims one
 * for another project, such as a new one, need not ask the engine.
 */
final class Former {
  private final Set<ProjectId> projects = ConcurrentHashMap.newKeySet();
  private volatile boolean complete;

  /** To be called before the container is made. */
  void has(ProjectId project) {
    projects.add(project);
  }

  /** All that there were when this process began. */
  void found(List<LiveContainer> all) {
    all.stream().map(LiveContainer::projectId).filter(Objects::nonNull).forEach(projects::add);
    complete = true;
  }

  /** False only where there can be none. */
  boolean mayHave(ProjectId project) {
    return !complete || projects.contains(project);
  }
}
