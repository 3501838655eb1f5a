/**
 * Where the files of each project are on this host's disk: with the project, or in the slot of the
 * pool container that it has claimed.
 *
 * <ol>
 *   <li>When a project claims a slot, the journal shall tell so on the disk before anything is
 *       moved.
 *   <li>When this process ends at any point of a claim or of a return, each directory shall be in
 *       exactly one of two places, and the journal shall tell in which.
 *   <li>When a directory in a slot is not the one that the journal names by device and inode, it
 *       shall not be trusted.
 *   <li>When two claim a slot for one project, one of them shall be refused.
 *   <li>When a command runs over a project's own directory, or that of its slot, neither shall be
 *       moved.
 * </ol>
 */
@NullMarked
package codeblocking.place;

import org.jspecify.annotations.NullMarked;
