package codeblocking.job;

/** A claimed job in the hands of its worker. */
public interface Work {
  Job job();

  /** Ends the phase before and begins the next; shown live. */
  void phase(String name);

  /**
   * In words, such as {@code Receiving objects: 42 %}; coalesced, so call it as often as wanted.
   */
  void progress(String text);

  /**
   * Call before every effect that another worker might already have taken over (S6).
   *
   * @throws LeaseLost when this worker is no longer the one
   */
  void checkLease() throws LeaseLost;

  /** Somebody asked the job to end. */
  boolean cancelRequested();
}
