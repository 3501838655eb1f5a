/**
 * Connects the server to its broker.
 *
 * <ol>
 *   <li>When no broker is configured, the adapter shall start one in this process, with its journal
 *       on disk and without an open port, before any consumer starts.
 *   <li>When {@code codeblocking.broker.url} names a broker, the adapter shall use that one and
 *       start none.
 *   <li>When the URL cannot be one, the adapter shall not start and shall say what is allowed.
 *   <li>When no broker answers at the URL, the adapter shall say so and keep trying.
 *   <li>When the process dies, every message that was accepted as persistent shall be there after
 *       the next start.
 * </ol>
 */
@NullMarked
package codeblocking.artemis;

import org.jspecify.annotations.NullMarked;
