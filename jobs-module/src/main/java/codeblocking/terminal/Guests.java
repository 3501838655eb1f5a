package codeblocking.terminal;

import codeblocking.project.ProjectId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who is at a project's terminals in this process, known before the ledger has written it down.
 *
 * <p>INVARIANT: a project is never sealed while somebody is in, and nobody comes in while it is
 * sealed; so whoever was shown a shell without waiting for the ledger is not killed by a stop that
 * nobody asked for.
 */
public final class Guests {
  private final Map<ProjectId, Integer> inside = new HashMap<>();
  private final Set<ProjectId> sealed = new HashSet<>();

  /** False: it is being stopped, and a shell that is open there must not be shown. */
  public synchronized boolean enter(ProjectId project) {
    if (sealed.contains(project)) {
      return false;
    }
    inside.merge(project, 1, Integer::sum);
    return true;
  }

  /** After each {@link #enter} that answered true. */
  public synchronized void leave(ProjectId project) {
    inside.computeIfPresent(project, (id, count) -> count == 1 ? null : count - 1);
  }

  synchronized boolean seal(ProjectId project) {
    return !inside.containsKey(project) && sealed.add(project);
  }

  synchronized void unseal(ProjectId project) {
    sealed.remove(project);
  }
}
