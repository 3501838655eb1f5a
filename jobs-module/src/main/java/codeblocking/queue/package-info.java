/**
 * Doorbells on Artemis, and the workers that answer them.
 *
 * <ul>
 *   <li>The message shall carry a job's id and nothing else: the row is the truth, so the broker
 *       may lose, double or reorder doorbells and nothing happens.
 *   <li>When the broker is away or its disk is full, nobody but the relay's own thread shall wait.
 *   <li>When a job has been accepted and not claimed, its doorbell shall be rung again until it is.
 * </ul>
 */
@NullMarked
package codeblocking.queue;

import org.jspecify.annotations.NullMarked;
