package codeblocking.project;

/** What a caller sent cannot be meant; the message says what is wrong and what is allowed. */
public final class InvalidInput extends IllegalArgumentException {
  private final String field;

  public InvalidInput(String field, String message) {
    super(field + " " + message);
    this.field = field;
  }

  public InvalidInput(String field, String message, Throwable cause) {
    super(field + " " + message, cause);
    this.field = field;
  }

  public String field() {
    return field;
  }
}
