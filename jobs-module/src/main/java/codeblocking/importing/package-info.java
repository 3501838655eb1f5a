/**
 * Bringing a remote's commits to a workspace: the import of a new project, and later fetches.
 *
 * <ol>
 *   <li>When a repository is imported, the host shall bring it into the server's git directory,
 *       with the credential and every object checked; the workspace is filled from inside, as its
 *       user, out of what it is handed. No credential enters a container.
 *   <li>When the job comes again after a crash at any point, it shall go on, and end the same.
 *   <li>When files of the user are in the way, theirs shall stay; nothing is overwritten.
 *   <li>When the remote is empty, the workspace shall be on a branch without commits.
 *   <li>When the workspace is filled, and not before, the import shall be done, so that missing
 *       files are never taken for deletions.
 *   <li>When a fetch runs, {@code origin/*} shall follow inside; no branch of the user's moves.
 * </ol>
 */
@NullMarked
package codeblocking.importing;

import org.jspecify.annotations.NullMarked;
