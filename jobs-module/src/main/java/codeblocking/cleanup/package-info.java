/**
 * The end of a container's life: stop after grace, zombies, deletion.
 *
 * <ul>
 *   <li>A container shall be stopped only while it is paused and its content equals the last
 *       verified save, and it shall be killed without being resumed (S2).
 *   <li>When the content differs, it shall be saved in the same pause, so that a process that never
 *       stops writing cannot postpone the end; while a remote is waited for, it shall stay paused.
 *   <li>Where no verified save can be had, because the remote refuses or is away for more than a
 *       few tries, a durable one here shall do: the directory stays, the push is left to a job of
 *       its own, and somebody is told why.
 *   <li>When somebody comes back before the point of no return, the stop shall give way.
 *   <li>When a project is deleted and its content not discarded, commits that the remote does not
 *       hold, of whatever branch or stash, shall keep it, and be named.
 *   <li>When the engine's list is incomplete, nothing shall be swept (S10).
 *   <li>A zombie's age shall count from the end of its last session, not from its creation.
 * </ul>
 */
@NullMarked
package codeblocking.cleanup;

import org.jspecify.annotations.NullMarked;
