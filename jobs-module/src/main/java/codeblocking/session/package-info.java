/**
 * Who has a project open right now.
 *
 * <p>Sessions are rows with a node and a heartbeat, so that a restart does not make zombies of live
 * containers.
 */
@NullMarked
package codeblocking.session;

import org.jspecify.annotations.NullMarked;
