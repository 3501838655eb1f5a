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
 *   <li>No terminal and no viewer shall have a thread of its own, and one that has written little
 *       shall take little memory.
 *   <li>When a viewer begins in the middle, it shall begin where no character and no control
 *       sequence is cut, and be told what puts a fresh screen in the modes of that place; a program
 *       that has the whole screen is made to draw it anew.
 *   <li>When a viewer has seen the output of a shell that is gone, it shall be told that this is
 *       another one.
 *   <li>When the server is restarted, the main terminal's shell and what runs in it shall go on,
 *       and a viewer who comes back shall be told so; all other terminals end.
 *   <li>When a viewer fails, neither the shell nor another viewer shall.
 *   <li>When a container runs, there shall soon be a spare shell in it, which the next terminal is.
 *   <li>When a terminal is closed for good, its processes shall end; when its container is stopped,
 *       its viewers shall be told why.
 *   <li>When a viewer was shown a shell before the ledger has its session, no stop that nobody
 *       asked for shall kill that shell (S2: whoever comes first goes first).
 * </ol>
 */
@NullMarked
package codeblocking.terminal;

import org.jspecify.annotations.NullMarked;
