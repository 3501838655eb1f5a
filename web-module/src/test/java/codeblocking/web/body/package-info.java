/** Tests. */
@NullMarked
package codeblocking.web.body;

import org.jspecify.annotations.NullMarked;
