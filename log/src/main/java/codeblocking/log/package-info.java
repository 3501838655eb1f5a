/**
 * Writes the server's log: one JSON object a line.
 *
 * <p>A module of its own, since the virtual machine needs it before any application is loaded; so
 * it uses nothing but the JDK.
 *
 * <ol>
 *   <li>When something is logged, the line shall hold time, level, logger, thread and message, and
 *       be valid JSON whatever the message holds. The thread is named after the job, which is how
 *       lines of one job are found.
 *   <li>When there is an error, the line shall hold its trace.
 *   <li>When a message or a trace holds what looks like a password or a token, the line shall not.
 * </ol>
 */
@NullMarked
package codeblocking.log;

import org.jspecify.annotations.NullMarked;
