/**
 * The database behind the ledger's ports: rows, transactions, schema.
 *
 * <ul>
 *   <li>All that happens to one project shall be ordered by the lock on its row: accept, claim,
 *       finish, open, close, and a stop's point of no return.
 *   <li>A row and the event that tells of it shall be written in one transaction.
 *   <li>When the database does not answer, a call shall fail within seconds, and change nothing.
 * </ul>
 */
@NullMarked
package codeblocking.ledger;

import org.jspecify.annotations.NullMarked;
