package codeblocking.web.terminal;

/** A client may not go on; it is closed with the code and told the reason. */
final class Refused extends Exception {
  private final CloseCode code;
  private final String reason;

  Refused(CloseCode code, String reason) {
    super(reason);
    this.code = code;
    this.reason = reason;
  }

  CloseCode code() {
    return code;
  }

  String reason() {
    return reason;
  }
}
