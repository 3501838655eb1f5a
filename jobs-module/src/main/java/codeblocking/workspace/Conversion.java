package codeblocking.workspace;

/** What git's attributes ask to be done with the line ends of a file. */
enum Conversion {
  /** Bytes as they are. */
  NONE,
  /** CRLF becomes LF. */
  TEXT,
  /** The same, and LF becomes CRLF on the way out. */
  TEXT_CRLF,
  /** As {@link #TEXT}, for what looks like text and was not saved with CRLF before. */
  AUTO,
  /** The same, and LF becomes CRLF on the way out. */
  AUTO_CRLF;

  boolean guesses() {
    return this == AUTO || this == AUTO_CRLF;
  }

  boolean crlfOut() {
    return this == TEXT_CRLF || this == AUTO_CRLF;
  }
}
