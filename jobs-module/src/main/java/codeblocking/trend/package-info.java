/**
 * How it goes: what ended in the last hour and how, how long a click waited for its prompt, and
 * which work is on this host only.
 *
 * <ul>
 *   <li>Every number shall be of rows that are there: nothing is estimated.
 * </ul>
 */
@NullMarked
package codeblocking.trend;

import org.jspecify.annotations.NullMarked;
