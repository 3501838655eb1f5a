/** Tests. */
@NullMarked
package codeblocking.web.git;

import org.jspecify.annotations.NullMarked;
