package codeblocking.terminal;

/**
 * Where a viewer's output begins.
 *
 * @param offset of the first byte that follows
 * @param shell whose output it is; another one after a restart
 * @param screen puts a fresh terminal in the modes that hold at the offset; often empty
 * @param which shell it is to a viewer who has seen one before
 */
public record Start(long offset, String shell, String screen, Which which) {
  /** After a restart of the server offsets begin anew. */
  public enum Which {
    SAME,
    /** The shell that was seen, after a restart of the server. */
    CONTINUED,
    /** The shell that was seen is gone. */
    ANOTHER
  }
}
