package codeblocking.project;

/** What people see of a project's life (CONTRACT §3). */
public enum ProjectState {
  COLD,
  WARMING,
  RUNNING,
  GRACE,
  FROZEN,
  STOPPING,
  ATTENTION;

  /**
   * The facts a state follows from.
   *
   * @param starting a prewarm is accepted and not yet ended
   * @param live a container runs
   * @param frozen the container is kept frozen
   * @param stopping a stop is at work
   * @param stopScheduled a stop waits for the grace period to pass
   * @param sessions clients attached
   * @param blocked the newest save needs a person
   */
  public record Facts(
      boolean starting,
      boolean live,
      boolean frozen,
      boolean stopping,
      boolean stopScheduled,
      int sessions,
      boolean blocked) {}

  /** A person is wanted before all else, but never while somebody works. */
  public static ProjectState of(Facts facts) {
    if (facts.blocked() && facts.sessions() == 0) {
      return ATTENTION;
    }
    if (facts.stopping()) {
      return STOPPING;
    }
    if (facts.frozen()) {
      return FROZEN;
    }
    if (facts.live()) {
      return facts.stopScheduled() && facts.sessions() == 0 ? GRACE : RUNNING;
    }
    return facts.starting() ? WARMING : COLD;
  }
}
