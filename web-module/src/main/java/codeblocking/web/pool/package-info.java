/**
 * The warm pool, as operators see and pause it. When somebody else asks, it shall be a 403; when
 * there is no such environment, a 404.
 */
@NullMarked
package codeblocking.web.pool;

import org.jspecify.annotations.NullMarked;
