package codeblocking.job;

/** Carries out one kind of job. May be called again for the same job: every step is idempotent. */
public interface Handler {
  JobKind kind();

  /**
   * Does the work.
   *
   * @return how it succeeded
   * @throws RetryLater when time may cure it
   * @throws NeedsPerson when only a person can
   */
  Success handle(Work work) throws RetryLater, NeedsPerson, LeaseLost, InterruptedException;

  /**
   * How a job succeeded.
   *
   * @param outcome {@code DONE}, {@code NOOP} (it was already so), {@code ADOPTED}, {@code
   *     CANCELLED}
   * @param message a sentence for the history
   */
  record Success(String outcome, String message) {
    public static Success done(String message) {
      return new Success("DONE", message);
    }

    public static Success noop(String message) {
      return new Success("NOOP", message);
    }
  }
}
