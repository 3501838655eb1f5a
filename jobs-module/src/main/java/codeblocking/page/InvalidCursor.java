package codeblocking.page;

/** A cursor that no page of ours ended with. */
public final class InvalidCursor extends IllegalArgumentException {
  public InvalidCursor() {
    super("cursor must be the 'next' of an earlier page of the same list");
  }
}
