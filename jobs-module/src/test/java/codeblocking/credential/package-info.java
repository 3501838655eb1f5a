/** Tests. */
@NullMarked
package codeblocking.credential;

import org.jspecify.annotations.NullMarked;
