/** The audit over REST. */
@NullMarked
package codeblocking.web.audit;

import org.jspecify.annotations.NullMarked;
