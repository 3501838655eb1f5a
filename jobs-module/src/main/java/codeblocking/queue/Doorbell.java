package codeblocking.queue;

import codeblocking.job.Ring;

/** Tells workers to look at a job, some time soon, if it can. Never blocks, never fails. */
public interface Doorbell {
  void ring(Ring ring);
}
