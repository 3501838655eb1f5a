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
 *   <li>When a project's newest save goes on, or its next try is put off, its clients shall be told
 *       all that a badge says of it, the time of the next try and what was left out included.
 *   <li>When something was typed or printed, or a save went on, clients shall be told whether what
 *       the workspace holds after that is saved in the remote, only here, or not at all.
 *   <li>When a save had to go beside the branch, clients shall be told once where it is and how to
 *       get back.
 *   <li>Nothing here shall block a thread of the server: what waits runs on threads of its own.
 * </ol>
 */
@NullMarked
package codeblocking.web.terminal;

import org.jspecify.annotations.NullMarked;
