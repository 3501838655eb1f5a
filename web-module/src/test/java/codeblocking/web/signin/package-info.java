/** Tests. */
@NullMarked
package codeblocking.web.signin;

import org.jspecify.annotations.NullMarked;
