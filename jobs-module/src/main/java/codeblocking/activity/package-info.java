/**
 * Who uses a workspace, and whether work goes on inside.
 *
 * <ul>
 *   <li>A workspace is in use while a client is attached.
 *   <li>Work goes on inside while a terminal shows output, or its processes take more than a
 *       fiftieth of a processor, over a sample of about ten seconds.
 *   <li>When the last client has gone and work goes on, the container shall be kept, but no longer
 *       than {@code codeblocking.keepalive} from then.
 *   <li>When a container was looked at for less than two seconds, that shall be made up for before
 *       it is let go, since work could not have been seen.
 *   <li>A client is idle when nothing was typed in any terminal of its project, no client came, and
 *       nothing was ordered over REST, since a while.
 *   <li>When a client has been idle for {@code codeblocking.idle}, its container shall be stopped,
 *       as if the client had gone; work that goes on inside puts that off, by at most the longer of
 *       {@code idle} and {@code keepalive}.
 *   <li>When that is near (five minutes, or half of {@code idle} where that is less), the clients
 *       shall be told, and can keep it with one call.
 *   <li>All of it is known in memory only: a restart counts as use.
 * </ul>
 */
@NullMarked
package codeblocking.activity;

import org.jspecify.annotations.NullMarked;
