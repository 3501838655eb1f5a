/**
 * Errors as RFC 9457 problems: in words, with the right status, never with a stack trace.
 *
 * <p>When something unexpected happens, the answer shall carry an id that the log has, too.
 */
@NullMarked
package codeblocking.web.problem;

import org.jspecify.annotations.NullMarked;
