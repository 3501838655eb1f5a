/** Saves of a project over HTTP: listed, compared with what is there now, brought back. */
@NullMarked
package codeblocking.web.timeline;

import org.jspecify.annotations.NullMarked;
