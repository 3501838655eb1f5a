/**
 * The job ledger: every accepted job, its attempts and its history.
 *
 * <p>The row is the truth; the message is a doorbell ({@link codeblocking.queue}).
 *
 * <ul>
 *   <li>When a job is accepted, it shall end in a terminal state within its bound (S4).
 *   <li>When a worker's lease has expired, its writes shall have no effect (S6).
 *   <li>At most one job of a project shall hold a lease at a time; who finishes rings the next.
 * </ul>
 */
@NullMarked
package codeblocking.job;

import org.jspecify.annotations.NullMarked;
