/** The user's repositories on GitHub, with the user's own credential. */
@NullMarked
package codeblocking.web.github;

import org.jspecify.annotations.NullMarked;
