/**
 * Saving on request and when the last session has ended.
 *
 * <ol>
 *   <li>When a persist job runs, its project's workspace shall be saved once, however often the job
 *       is delivered.
 *   <li>When the project is gone, there shall be nothing to do.
 * </ol>
 *
 * <p>How a save is made: {@link codeblocking.save}.
 */
@NullMarked
package codeblocking.persist;

import org.jspecify.annotations.NullMarked;
