/**
 * A container that is running before the page is open.
 *
 * <ul>
 *   <li>1. When a project has a container or one is on its way, another call shall make no second.
 *   <li>2. When a limit is reached, nothing shall be started, and the caller told when to come
 *       back.
 *   <li>3. When another environment is asked for than the one that runs, it shall be refused.
 * </ul>
 */
@NullMarked
package codeblocking.prewarm;

import org.jspecify.annotations.NullMarked;
