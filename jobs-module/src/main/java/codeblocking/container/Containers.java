package codeblocking.container;

import codeblocking.project.ProjectId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The Docker engine, in our words. Every call ends within its deadline. */
public interface Containers {
  /**
   * A running container for the project: made, or found by its name and adopted (S3). A dead one in
   * the way is removed; a paused one is resumed.
   */
  LiveContainer start(ContainerRequest request) throws EngineUnavailable, InterruptedException;

  /** The project's workspace container, in whatever state. */
  Optional<LiveContainer> find(ProjectId project) throws EngineUnavailable;

  /** Freezes every process; already paused or gone is success. */
  void pause(ProjectId project) throws EngineUnavailable;

  void resume(ProjectId project) throws EngineUnavailable;

  /** Kills without resuming and removes; already gone is success. */
  void remove(ContainerId container) throws EngineUnavailable;

  /**
   * The same for a container that nothing has run in since {@link #pause}.
   *
   * @return false: somebody has resumed it since, or it was never paused; nothing was done
   */
  boolean removePaused(ContainerId container) throws EngineUnavailable;

  /** Containers of this instance only, workspaces and helpers, running or not. */
  ContainerList list();

  /**
   * The shell on the container's own terminal, which is found again after a restart of the server;
   * another one where somebody has it. A paused container is resumed.
   */
  TerminalStream mainTerminal(ContainerId container, int cols, int rows) throws EngineUnavailable;

  /** A shell on a terminal in the project's running container; a paused one is resumed. */
  TerminalStream terminal(ContainerId container, int cols, int rows) throws EngineUnavailable;

  /**
   * As {@link #terminal}, but nobody waits for it: a paused container is left as it is, and fails.
   */
  TerminalStream spare(ContainerId container, int cols, int rows) throws EngineUnavailable;

  /**
   * A command inside the project's workspace, as its user: in the running container, or where none
   * runs (or it is paused) in a short-lived helper with the same mounts, no network and a role
   * label. {@link Process#destroy()} ends it and removes the helper. Environment: no secret, ever.
   *
   * @param timeout after which it is killed
   */
  Process run(ContainerRequest request, List<String> command, Duration timeout)
      throws EngineUnavailable;

  /** In words what the engine is; fails when it does not answer within a second or so. */
  String ping() throws EngineUnavailable;
}
