package codeblocking.terminal;

import codeblocking.container.ContainerId;
import codeblocking.container.EngineUnavailable;
import codeblocking.project.ProjectId;

/** The shells of a project, as those see them who start and stop its container. */
public interface Shells {
  /** Opens the main terminal before anybody asks, so that its prompt is there first. */
  void prepare(ProjectId project, ContainerId container) throws EngineUnavailable;

  /** Ends all terminals of a container that is going away. */
  void close(ProjectId project);
}
