package codeblocking.job;

/** This worker is no longer the one; it must not have any further effect. */
public final class LeaseLost extends Exception {
  public LeaseLost(JobId id) {
    super("job " + id + " was taken over by another worker");
  }
}
