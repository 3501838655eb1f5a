/**
 * The life of projects on one axis of time: jobs, containers, sessions and saves, side by side.
 *
 * <ul>
 *   <li>When a window of time is asked for, what was under way in it shall be there, also what
 *       began before and what has not ended.
 *   <li>The answer shall be bounded, and shall say when it leaves something out.
 * </ul>
 */
@NullMarked
package codeblocking.lifeline;

import org.jspecify.annotations.NullMarked;
