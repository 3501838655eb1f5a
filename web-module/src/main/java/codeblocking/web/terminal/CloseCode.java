package codeblocking.web.terminal;

/** Why a terminal's connection is closed (CONTRACT §4). */
enum CloseCode {
  EXIT(1000),
  GOING_AWAY(1001),
  NO_TOKEN(4401),
  NO_PROJECT(4404),
  TOO_SLOW(4408),
  BEING_STOPPED(4409),
  LIMIT(4429),
  FAILED(4500);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
