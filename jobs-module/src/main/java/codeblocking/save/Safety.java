package codeblocking.save;

/** How safe the present content of a workspace is. */
public enum Safety {
  /** It equals a save that was read back from the remote, or what was imported or created. */
  VERIFIED,
  /** It equals a save that is durable on this host and not yet in the remote. */
  DURABLE,
  /** It is in no save. */
  UNSAVED
}
