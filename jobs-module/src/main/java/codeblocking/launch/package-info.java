/**
 * The command line behind {@code ./run}: what the start, {@code token} and {@code doctor} need of
 * the product itself.
 *
 * <ol>
 *   <li>When a setting is wrong, every command shall end with 1 and the one line that says so.
 *   <li>When the settings are right, {@code prepare} shall print what the start needs as {@code
 *       key=value} lines, the token of the Ready link among them where sign-in is local.
 *   <li>When asked for a token, the last line shall be the token and nothing else; where sign-in is
 *       not local, there shall be none, and the reason.
 *   <li>When {@code doctor} finds what would lose work or let someone in, it shall end with 1; each
 *       finding is one line.
 * </ol>
 *
 * <p>Calls settings, identity and project; nobody calls it.
 */
@NullMarked
package codeblocking.launch;

import org.jspecify.annotations.NullMarked;
