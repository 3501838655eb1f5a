/** Tests. */
@NullMarked
package codeblocking.web.problem;

import org.jspecify.annotations.NullMarked;
