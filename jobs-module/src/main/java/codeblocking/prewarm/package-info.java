/**
 * Trigger A: a container is running before the IDE page is open.
 *
 * <ul>
 *   <li>However often a prewarm is asked for, there shall be one container.
 *   <li>When the container runs, its main shell shall be open already.
 *   <li>When a container of the pool is ready, it shall be taken; otherwise one is made at once.
 *   <li>When a limit is reached, the environment is unknown or another one runs, nothing shall
 *       change, and the caller shall be told what is allowed.
 * </ul>
 */
@NullMarked
package codeblocking.prewarm;

import org.jspecify.annotations.NullMarked;
