/**
 * A project's files, as its owner reads and changes them from outside the container.
 *
 * <p>The tree is hostile: it is read relative to open directories, never following a link (S7).
 *
 * <ul>
 *   <li>1. When a path leaves the workspace, by dots or by a link, there shall be no such file.
 *   <li>2. When an entry is neither file nor folder, it shall be listed by what it is, never
 *       opened.
 *   <li>3. When a folder is too large to list, the listing shall say that it is cut short.
 *   <li>4. When a file is written, it shall be there complete, owned by the workspace's user and on
 *       the disk, or nothing shall be changed; a body that ends early is nothing.
 *   <li>5. When what is there is not what the caller has seen, nothing shall be changed, and when
 *       it is a folder, a link or something else than a file, it shall not be written over.
 *   <li>6. When a path leads through a link or into {@code .git}, nothing shall be changed.
 *   <li>7. When the workspace's quota would be passed, the file shall be refused.
 *   <li>8. When something was changed and nobody is there whose leaving saves it, a save shall
 *       follow.
 * </ul>
 */
@NullMarked
package codeblocking.file;

import org.jspecify.annotations.NullMarked;
