package codeblocking.workspace;

/** What git's attributes ask to be done with a file on its way into a tree. */
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
  AUTO_CRLF,
  /** Git LFS keeps it elsewhere, and a pointer to it in the tree. */
  LFS;

  boolean lineEnds() {
    return this != NONE && this != LFS;
  }

  /** What was saved before has a say. */
  boolean looksBack() {
    return guesses() || this == LFS;
  }

  boolean guesses() {
    return this == AUTO || this == AUTO_CRLF;
  }

  boolean crlfOut() {
    return this == TEXT_CRLF || this == AUTO_CRLF;
  }
}
