/** CodeBlocking Pipeline. */
@NullMarked
package codeblocking;

import org.jspecify.annotations.NullMarked;
