/**
 * Who is calling: bearer tokens, local keys, tickets.
 *
 * <ul>
 *   <li>1. When a token is not signed by the one accepted issuer, has expired, is not yet valid or
 *       names another issuer, nobody shall be recognized, whatever its header claims.
 *   <li>2. When no outside issuer is configured, a key pair in the data directory shall sign and
 *       verify; two processes that start at once shall agree on it.
 *   <li>3. When a ticket is shown a second time, later than its life, or for another project, it
 *       shall open nothing.
 * </ul>
 *
 * <p>Out of scope: what a caller may do.
 */
@NullMarked
package codeblocking.identity;

import org.jspecify.annotations.NullMarked;
