/**
 * The timeline of a workspace: states that are kept on this host while somebody works, and the way
 * back to each.
 *
 * <ol>
 *   <li>While a session is open, a snapshot shall be taken at each interval in which the files
 *       changed, and none where nothing did; HEAD, index and branches stay as they are.
 *   <li>When a snapshot is taken, it shall be on this host's disk before it is listed; it is never
 *       pushed, and is no job.
 *   <li>When a job needs the git directory, no snapshot shall keep it waiting for longer than a ref
 *       takes to write.
 *   <li>When snapshots grow old, they shall be thinned: all of the last hour, one a minute for a
 *       day, one an hour for a week, one a day for a month; the newest always stays.
 *   <li>When a save is restored, what is there now shall be kept first, so that it can be undone; a
 *       file that changed in between is not overwritten before it was kept as well.
 *   <li>When everything is restored, files that the save did not hold shall go, but those that git
 *       ignores, or that no save can hold, shall stay; what is in the way of a file and cannot be
 *       kept is named, and stays.
 *   <li>When a restored file is put in place, it shall be complete, owned by the workspace's user,
 *       and reached from the workspace's root following no link (S7).
 *   <li>When a restore is done, it shall be saved as any other change.
 * </ol>
 */
@NullMarked
package codeblocking.timeline;

import org.jspecify.annotations.NullMarked;
