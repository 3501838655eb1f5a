/**
 * Containers of the Docker engine, behind one port.
 *
 * <ul>
 *   <li>At every instant at most one live container per project (S3): its name is the mutex.
 *   <li>A container without this instance's label shall never be touched.
 *   <li>When a project is in the slot of a pool container, that container is its own, whatever its
 *       name; it is single use, and the files go back only when it is dead.
 *   <li>When containers are made, users shall go before the pool, in the order they came.
 *   <li>"Not found" and "already so" shall be success.
 * </ul>
 */
@NullMarked
package codeblocking.container;

import org.jspecify.annotations.NullMarked;
