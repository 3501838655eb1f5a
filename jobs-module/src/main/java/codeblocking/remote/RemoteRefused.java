package codeblocking.remote;

/** An address that a project may not be imported from or pushed to; the message says what may. */
public final class RemoteRefused extends Exception {
  private final String reason;

  public RemoteRefused(String reason) {
    super(reason);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
