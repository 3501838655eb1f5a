package codeblocking.terminal;

import codeblocking.container.ContainerId;
import codeblocking.container.EngineUnavailable;
import codeblocking.project.ProjectId;

/** The shells of a project, as those see them who start and stop its container. */
public interface Shells {
  /** Opens the main terminal before anybody asks, so that its prompt is there first. */
  void prepare(ProjectId project, ContainerId container) throws EngineUnavailable;

  /**
   * From now on no open shell is shown to anybody new, before the container is killed because
   * nobody is there.
   *
   * @return false: somebody is there, and nothing changed
   */
  boolean seal(ProjectId project);

  /** The container was not killed after all, or it is gone. */
  void unseal(ProjectId project);

  /** Ends all terminals of a container that is going away; their viewers are told why. */
  void close(ProjectId project, String reason);
}
