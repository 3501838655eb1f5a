package codeblocking.queue;

import codeblocking.job.Lane;
import codeblocking.job.Ring;

/** Tells workers to look at a job, some time soon, if it can. Never blocks, never fails. */
public interface Doorbell {
  void ring(Ring ring);

  /** Workers that hear this lane's doorbell; {@link BrokerQueues#UNKNOWN} where nobody can tell. */
  default int listeners(Lane lane) {
    return BrokerQueues.UNKNOWN;
  }
}
