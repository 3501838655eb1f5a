/**
 * Terminals: a shell in a container, a ring of its output, and the viewers who watch it.
 *
 * <ol>
 *   <li>When a viewer comes back with the offset it has seen, it shall get exactly the bytes after
 *       it. Where they are no longer held, it shall be told where the output starts, and the screen
 *       is redrawn.
 *   <li>When a viewer comes for the first time, it shall get what the ring holds, the prompt that
 *       was there before it included.
 *   <li>When a viewer is slow, it shall not block another: overtaken, it is dropped.
 *   <li>When all viewers lag by the whole ring, the shell shall wait; when there is none, it goes
 *       on.
 *   <li>When the shell has ended, each viewer shall be told once, after the last byte.
 *   <li>No terminal and no viewer shall have a thread of its own.
 * </ol>
 */
@NullMarked
package codeblocking.terminal;

import org.jspecify.annotations.NullMarked;
