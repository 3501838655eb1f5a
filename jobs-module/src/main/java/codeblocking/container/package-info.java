/**
 * Containers of the Docker engine, behind one port.
 *
 * <ul>
 *   <li>At every instant at most one live container per project (S3): its name is the mutex.
 *   <li>A container without this instance's label shall never be touched.
 *   <li>"Not found" and "already so" shall be success.
 * </ul>
 */
@NullMarked
package codeblocking.container;

import org.jspecify.annotations.NullMarked;
