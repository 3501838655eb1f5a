/** Tests. */
@NullMarked
package codeblocking.web.event;

import org.jspecify.annotations.NullMarked;
