/**
 * The terminal WebSocket (CONTRACT §4).
 *
 * <ol>
 *   <li>When a client connects, its session shall be recorded before anything else, so that a stop
 *       that waits is taken back.
 *   <li>When it may not come in, it shall be accepted and closed with the code that says why; only
 *       a wrong Origin is refused at the handshake.
 *   <li>When nothing was heard of a client for 30 s, it shall count as gone.
 *   <li>Nothing here shall block a thread of the server: what waits runs on threads of its own.
 * </ol>
 */
@NullMarked
package codeblocking.web.terminal;

import org.jspecify.annotations.NullMarked;
