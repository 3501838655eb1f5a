/** Containers, sessions and the sum of all, over REST. */
@NullMarked
package codeblocking.web.overview;

import org.jspecify.annotations.NullMarked;
