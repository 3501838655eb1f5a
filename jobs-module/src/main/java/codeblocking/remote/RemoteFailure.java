package codeblocking.remote;

import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure at a remote.
 *
 * @param words what failed, and what a person can do where one must
 * @param after not sooner than this, as the remote asked
 */
record RemoteFailure(
    FailureClass kind, String words, Optional<Duration> after, @Nullable Throwable cause) {

  static RemoteFailure of(FailureClass kind, String words, @Nullable Throwable cause) {
    return new RemoteFailure(kind, words, Optional.empty(), cause);
  }

  /**
   * As the job is to end.
   *
   * @return to be thrown: time may cure it
   * @throws NeedsPerson when a person must
   */
  RetryLater thrown(String host) throws NeedsPerson {
    if (!kind.timeCures()) {
      throw new NeedsPerson(words, cause);
    }
    return kind == FailureClass.AWAY && after.isEmpty()
        ? RetryLater.away(host, words, cause)
        : new RetryLater(words, cause, after);
  }
}
