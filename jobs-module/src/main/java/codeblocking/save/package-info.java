/**
 * Saves: what a snapshot became, where it landed, and whether the remote has it.
 *
 * <p>A save reported {@code saved} is reachable in the remote: its tip was read back (S1).
 */
@NullMarked
package codeblocking.save;

import org.jspecify.annotations.NullMarked;
