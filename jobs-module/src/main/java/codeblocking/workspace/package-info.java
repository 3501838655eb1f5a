/**
 * A user's files: hostile input that is read relative to open directories, never following a link.
 *
 * <p>Nothing in a workspace is executed, followed or believed on the host (S7).
 */
@NullMarked
package codeblocking.workspace;

import org.jspecify.annotations.NullMarked;
