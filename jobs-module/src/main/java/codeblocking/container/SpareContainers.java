package codeblocking.container;

import codeblocking.settings.EnvironmentSettings;
import java.util.Optional;

/** Containers that are made before anybody asks for them. Each is given away once. */
public interface SpareContainers {
  /**
   * Makes one and waits until its shell is at the prompt. Users' containers go before.
   *
   * @throws EngineUnavailable permanent where the image lacks what a workspace needs
   */
  Spare make(EnvironmentSettings environment) throws EngineUnavailable, InterruptedException;

  /**
   * Moves the project into it, and leads its shell there; the main terminal of the container is
   * that shell.
   *
   * @return empty: not this way; where the spare is alive, it is unused
   */
  Optional<LiveContainer> claim(Spare spare, ContainerRequest request)
      throws EngineUnavailable, InterruptedException;

  /** Removes one that nobody has claimed; already gone is success. */
  void discard(Spare spare) throws EngineUnavailable;

  /** Removes what a former life of this server has made and nobody has claimed. */
  void clear() throws EngineUnavailable;
}
