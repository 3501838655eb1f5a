package codeblocking.job;

/** The job's state does not allow what was asked; nothing changed. */
public final class StateConflict extends RuntimeException {
  public StateConflict(String message) {
    super(message);
  }
}
