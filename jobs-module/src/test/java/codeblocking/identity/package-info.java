/** Tests of who is calling. */
@NullMarked
package codeblocking.identity;

import org.jspecify.annotations.NullMarked;
