package codeblocking.container;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Keeps the start of a command and a pause of its container apart.
 *
 * <p>The engine holds the container's lock from the start until the command's process is there. A
 * pause in between freezes that process, and from then on the engine answers no question about the
 * container, and can neither resume nor remove it.
 */
final class ExecStarts {
  private final Map<ContainerId, Integer> starting = new HashMap<>();
  private final Set<ContainerId> pausing = new HashSet<>();
  private final Duration most;

  /** {@code most}: how long either waits for the other. */
  ExecStarts(Duration most) {
    this.most = most;
  }

  /** Call before a command is started; waits for a pause that is under way. */
  synchronized void begin(ContainerId container) throws EngineUnavailable {
    awaitWhile(container, () -> pausing.contains(container));
    starting.merge(container, 1, Integer::sum);
  }

  /** Call once its process is there, or it is known that it will not be. */
  synchronized void end(ContainerId container) {
    starting.computeIfPresent(container, (id, count) -> count == 1 ? null : count - 1);
    notifyAll();
  }

  /** Call before a pause; waits until no command is being started, and lets none begin. */
  synchronized void pause(ContainerId container) throws EngineUnavailable {
    awaitWhile(container, () -> pausing.contains(container));
    pausing.add(container);
    try {
      awaitWhile(container, () -> starting.containsKey(container));
    } catch (EngineUnavailable e) {
      paused(container);
      throw e;
    }
  }

  /** Call when the pause is done, or has failed. */
  synchronized void paused(ContainerId container) {
    pausing.remove(container);
    notifyAll();
  }

  private synchronized void awaitWhile(ContainerId container, BooleanSupplier busy)
      throws EngineUnavailable {
    long deadline = System.nanoTime() + most.toNanos();
    while (busy.getAsBoolean()) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new EngineUnavailable(
            "a command is being started or a pause is under way in container " + container,
            null,
            false);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EngineUnavailable("waiting for container " + container, e, false);
      }
    }
  }
}
