/**
 * What happened, in order: the feed behind the console, the badges and the audit.
 *
 * <p>When a reader names the last event it saw, it shall get every later one, once, in order.
 */
@NullMarked
package codeblocking.event;

import org.jspecify.annotations.NullMarked;
