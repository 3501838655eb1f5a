package codeblocking.container;

import java.util.HashSet;
import java.util.Set;

/**
 * Which containers nobody has resumed since they were paused.
 *
 * <p>INVARIANT (S2): a resume and the end of what was paused exclude each other, so that nothing
 * that a comparison did not see is written between it and the kill.
 */
final class Holds {
  private final Set<ContainerId> held = new HashSet<>();
  private final Set<ContainerId> ending = new HashSet<>();

  /** Call before pausing it. */
  synchronized void hold(ContainerId container) {
    held.add(container);
  }

  /** Call before resuming it; waits while it is being ended. */
  synchronized void release(ContainerId container) throws EngineUnavailable {
    try {
      while (ending.contains(container)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailable("waiting for the end of container " + container, e, false);
    }
    held.remove(container);
  }

  /** From here to {@link #ended} nobody resumes it; whether anybody has since it was paused. */
  synchronized boolean ending(ContainerId container) {
    ending.add(container);
    return held.contains(container);
  }

  synchronized void ended(ContainerId container) {
    ending.remove(container);
    held.remove(container);
    notifyAll();
  }
}
