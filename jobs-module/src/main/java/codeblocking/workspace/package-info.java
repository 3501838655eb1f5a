/**
 * A user's files: hostile input that is read relative to open directories, never following a link.
 *
 * <ol>
 *   <li>When an entry of a workspace is read, it shall be reached from an opened root, component by
 *       component, following no link; nothing in a workspace is executed or believed (S7).
 *   <li>When a workspace is snapshot, every regular file, link and executable bit that git can hold
 *       shall be in the tree, those of nested repositories too; what it cannot hold shall be
 *       skipped, named with a reason, and never fail or delay the rest.
 *   <li>When an entry cannot be read, the tree shall keep what it held there before: unreadable is
 *       never a deletion.
 *   <li>When {@code .gitignore} or {@code .git/info/exclude} excludes a path, it shall be left out,
 *       unless it was in the tree before; the time for a pattern is bounded, whoever wrote it.
 *   <li>When {@code .gitattributes} or {@code .git/info/attributes} ask for it, line ends shall
 *       become what git would make of them on the way in, and back again when a file is restored;
 *       no filter or driver that they name is ever run.
 *   <li>When a file is what the git LFS pointer says that was in the tree before, the pointer shall
 *       stay, whatever the file's size; one that is new or changed shall go as a plain file.
 *   <li>When a submodule was added and not yet committed, the tree shall have the commit that is
 *       checked out in it; later ones are the user's to commit.
 *   <li>When a limit on size, number, depth, bytes or time is hit, what it cuts off shall stay as
 *       it was saved before, and be named.
 *   <li>When the watch knows what has changed since a tree was made, the next tree shall cost what
 *       changed, and be the one that a walk over everything would make; where events were lost, or
 *       no more watches are to be had, everything shall be walked. No gate asks the watch.
 *   <li>When a file is put into a workspace from the host, it shall be complete, with its owner,
 *       moved in relative to open directories, and never over content that changed since it was
 *       kept.
 *   <li>When a FIFO takes the place of a file between look and open, the reader shall come free.
 *   <li>When a project is made, its directory shall appear complete or not at all; when it is
 *       removed, nothing outside of it shall go with it.
 * </ol>
 *
 * <p>Out of scope: the user's git directory; only what runs inside writes there.
 */
@NullMarked
package codeblocking.workspace;

import org.jspecify.annotations.NullMarked;
