/** A project's files and archive over REST; the owner's only. */
@NullMarked
package codeblocking.web.file;

import org.jspecify.annotations.NullMarked;
