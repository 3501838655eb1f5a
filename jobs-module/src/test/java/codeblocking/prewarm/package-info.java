/** Tests. */
@NullMarked
package codeblocking.prewarm;

import org.jspecify.annotations.NullMarked;
