/**
 * A project's files, as its owner reads them from outside the container.
 *
 * <p>The tree is hostile: it is read relative to open directories, never following a link (S7).
 *
 * <ul>
 *   <li>1. When a path leaves the workspace, by dots or by a link, there shall be no such file.
 *   <li>2. When an entry is neither file nor folder, it shall be listed by what it is, never
 *       opened.
 *   <li>3. When a folder is too large to list, the listing shall say that it is cut short.
 * </ul>
 */
@NullMarked
package codeblocking.file;

import org.jspecify.annotations.NullMarked;
