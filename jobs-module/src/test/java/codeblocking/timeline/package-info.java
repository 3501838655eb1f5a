/** Tests. */
@NullMarked
package codeblocking.timeline;

import org.jspecify.annotations.NullMarked;
