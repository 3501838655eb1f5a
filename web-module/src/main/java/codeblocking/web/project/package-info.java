/** Projects over REST: what is decided here is only who may, and how it is said. */
@NullMarked
package codeblocking.web.project;

import org.jspecify.annotations.NullMarked;
