/** The job console over REST. */
@NullMarked
package codeblocking.web.job;

import org.jspecify.annotations.NullMarked;
