/**
 * The terminal WebSocket (CONTRACT §4).
 *
 * <ol>
 *   <li>When a client connects where a shell is open, it shall see it at once; its session is
 *       recorded right after, so that a stop that waits is taken back. What keeps that stop from
 *       killing the shell in between is the terminals' own count of guests.
 *   <li>When a client connects where none is, its session shall be recorded before anything else.
 *   <li>When it may not come in, it shall be accepted and closed with the code that says why; only
 *       a wrong Origin is refused at the handshake.
 *   <li>When nothing was heard of a client for 30 s, it shall count as gone.
 *   <li>Nothing here shall block a thread of the server: what waits runs on threads of its own.
 * </ol>
 */
@NullMarked
package codeblocking.web.terminal;

import org.jspecify.annotations.NullMarked;
