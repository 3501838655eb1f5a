package codeblocking.save;

/** How safe a save is (CONTRACT §3). */
public enum SaveState {
  /** Durable on this host; the push is to come. */
  SAVED_LOCALLY("savedLocally"),
  /** Reachable in the remote, read back. */
  SAVED("saved"),
  /** Durable on this host; the push needs a person. */
  BLOCKED("blocked");

  private final String label;

  SaveState(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
