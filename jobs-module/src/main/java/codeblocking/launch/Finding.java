package codeblocking.launch;

/** One line of the doctor's. */
record Finding(Weight weight, String text) {

  enum Weight {
    FINE,
    WARNING,
    /** Would lose work or let someone in. */
    DANGER
  }

  static Finding fine(String text) {
    return new Finding(Weight.FINE, text);
  }

  static Finding warning(String text) {
    return new Finding(Weight.WARNING, text);
  }

  static Finding danger(String text) {
    return new Finding(Weight.DANGER, text);
  }

  @Override
  public String toString() {
    return switch (weight) {
          case FINE -> "ok      ";
          case WARNING -> "warning ";
          case DANGER -> "DANGER  ";
        }
        + text;
  }
}
