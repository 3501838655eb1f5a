package codeblocking.terminal;

/**
 * Where a viewer's output begins.
 *
 * @param offset of the first byte that follows
 * @param shell whose output it is; another one after a restart
 * @param screen puts a fresh terminal in the modes that hold at the offset; often empty
 * @param another the viewer has seen output of a shell that is gone
 */
public record Start(long offset, String shell, String screen, boolean another) {}
