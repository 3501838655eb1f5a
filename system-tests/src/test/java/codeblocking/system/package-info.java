/**
 * The product as a stranger sees it: over HTTP, WebSocket, the git and the docker command lines,
 * with the contract as the only source. Nothing here knows the inside.
 */
@NullMarked
package codeblocking.system;

import org.jspecify.annotations.NullMarked;
