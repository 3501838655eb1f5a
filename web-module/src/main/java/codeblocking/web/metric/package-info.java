/** Numbers of what matters, for Prometheus. */
@NullMarked
package codeblocking.web.metric;

import org.jspecify.annotations.NullMarked;
