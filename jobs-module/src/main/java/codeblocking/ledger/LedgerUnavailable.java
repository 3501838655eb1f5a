package codeblocking.ledger;

/** The database did not answer, or refused; the transaction changed nothing. */
public final class LedgerUnavailable extends RuntimeException {
  LedgerUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
