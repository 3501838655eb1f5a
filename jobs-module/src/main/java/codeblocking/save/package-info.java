/**
 * Saves: what a snapshot became, where it landed, and whether the remote has it.
 *
 * <ol>
 *   <li>A save reported {@code saved} is reachable in the remote: its tip was read back (S1).
 *   <li>When a save is made, it shall be on this host's disk, and in the ledger with its commit,
 *       before anything is pushed.
 *   <li>When its job comes again, it shall push that same commit; there is no second one (S5).
 *   <li>When the checked-out branch can be fast-forwarded to a save, it shall land there, with the
 *       user's commits as ancestors; else, and during a merge, a rebase or on a detached HEAD,
 *       beside it, on a ref where every save descends from the one before (S9).
 *   <li>When nothing changed, no commit shall be made; that the remote has the content is verified
 *       all the same. What went beside the branch since a merge or the like was in progress shall
 *       go to the branch when that is over.
 *   <li>When a file of git LFS is new or changed, the save shall say what became of it: nothing is
 *       uploaded to LFS.
 *   <li>When the user's commits cannot be had, their content shall be saved nevertheless.
 *   <li>When a save has landed on the branch, the user's branch and index shall follow from inside
 *       the workspace; staged content that differs is kept under a ref first. Failing at this fails
 *       no save.
 *   <li>When a save is verified, branches that are not checked out, and what only stashes, tags or
 *       second work trees hold, shall go to the remote, too, beside the branches; before they are
 *       there, the workspace is not removed.
 *   <li>When the refs of a workspace are as they were when they were last brought, they shall not
 *       be brought again.
 *   <li>When the server's git directory turns out damaged, it shall be set aside, and rebuilt of
 *       what is whole in it, of the remote and of the workspace, without a manual step. A ref that
 *       is empty or cut short, or that was brought from the workspace and names nothing that is
 *       here, counts as not there, and is written anew in its place.
 *   <li>When the disk fails or is full, the last good state shall stay, and the job shall say so.
 *   <li>When the process dies at any instant, and the job comes again, what it had left shall not
 *       be in the way, and what it had not done yet shall be done.
 *   <li>When the remote refuses single files, the rest shall be saved without them, and without
 *       commits of the user's that hold them; they stay in the workspace, named among what the save
 *       skipped, and are sent again when they change or somebody asks for a save.
 *   <li>When the project has another remote, all of its work shall go there, and what the old one
 *       had shall be forgotten.
 *   <li>Until an import has finished, nothing shall be saved to the branch.
 * </ol>
 *
 * <p>JGit is used by {@link codeblocking.save.GitStore} and what it uses; the rest knows ids as
 * text.
 */
@NullMarked
package codeblocking.save;

import org.jspecify.annotations.NullMarked;
