/**
 * Trigger A: a container is running before the IDE page is open.
 *
 * <ul>
 *   <li>However often a prewarm is asked for, there shall be one container.
 *   <li>When the container runs, its main shell shall be open already.
 *   <li>When a container of the pool is ready, it shall be taken; otherwise one is made at once.
 *   <li>When a limit is reached, the environment is unknown or another one runs, nothing shall
 *       change, and the caller shall be told what is allowed.
 *   <li>When a project is asked for on a hunch, its container shall be started only within the
 *       user's budget, which grows with hunches that were right and shrinks with wrong ones, and
 *       only from what no click waits for; else nothing shall change, and the caller shall be told
 *       when to come back.
 *   <li>When nobody opens it within 45 s, it shall be stopped, and count as wrong.
 *   <li>When a click finds no place left, hunches shall give theirs at once.
 *   <li>What is frozen shall not be woken on a hunch.
 * </ul>
 */
@NullMarked
package codeblocking.prewarm;

import org.jspecify.annotations.NullMarked;
