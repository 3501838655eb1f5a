/** How it goes, over REST. */
@NullMarked
package codeblocking.web.trend;

import org.jspecify.annotations.NullMarked;
