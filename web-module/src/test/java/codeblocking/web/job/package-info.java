/** Tests. */
@NullMarked
package codeblocking.web.job;

import org.jspecify.annotations.NullMarked;
