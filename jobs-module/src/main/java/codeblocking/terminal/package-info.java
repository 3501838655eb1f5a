/**
 * Terminals: a shell in a container, a ring of its output, and the viewers who watch it.
 *
 * <p>A viewer that comes back with the offset it has seen shall get exactly the bytes after it. A
 * slow viewer shall never block another.
 */
@NullMarked
package codeblocking.terminal;

import org.jspecify.annotations.NullMarked;
