/** Lifelines over REST. */
@NullMarked
package codeblocking.web.lifeline;

import org.jspecify.annotations.NullMarked;
