/**
 * Server-Sent Events.
 *
 * <ul>
 *   <li>1. When a client names the last event it saw, it shall get every later one, once, in order.
 *   <li>2. When a client does not read, it shall be let go, and hold up nobody.
 *   <li>3. When a save goes on, or its next try is put off, its event shall say state, commit, ref
 *       and, where it waits, the time of the next try ({@code retryAt}).
 *   <li>4. A user shall see events of what is theirs only.
 * </ul>
 */
@NullMarked
package codeblocking.web.event;

import org.jspecify.annotations.NullMarked;
