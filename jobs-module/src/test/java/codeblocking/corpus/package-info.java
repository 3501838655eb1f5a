/**
 * What a save is put to: workspaces that mean harm, workspaces that are only awkward, and remotes
 * that fail at every step.
 *
 * <ol>
 *   <li>When a hostile workspace is saved, nothing of it shall run on the host, nothing of the host
 *       or of another tenant shall get into any object of ours or of the remote, nobody but the
 *       remote shall be spoken to, the save shall end in bounded time, and the honest files beside
 *       it shall be in the remote.
 *   <li>When an innocent workspace is saved in whatever state of git's, it shall end as the table
 *       in {@code docs/saves.md} says, row by row.
 *   <li>When any step at the remote fails in any way, no work shall be lost, none be there twice,
 *       and the attempt shall end.
 * </ol>
 *
 * <p>The hostile cases are shell scripts, one after the other in {@code hostile/*.cases}; a new
 * attack is a new paragraph there. The innocent ones are scripts and transcripts of what people do,
 * in {@code innocent/*.cases}; each names its row of the table.
 */
@NullMarked
package codeblocking.corpus;

import org.jspecify.annotations.NullMarked;
