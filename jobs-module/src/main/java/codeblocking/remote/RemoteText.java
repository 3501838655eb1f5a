package codeblocking.remote;

/** Text that came from outside, made fit for a log line or a page. */
public final class RemoteText {
  private static final int MOST = 2_000;

  private RemoteText() {}

  /** One line, without control sequences of terminals, not endless. */
  public static String clean(String text) {
    String plain =
        text.replaceAll("\u001b\\[[0-9;?]*[ -/]*[@-~]", "")
            .replaceAll("\u001b\\][^\u0007\u001b]*(\u0007|\u001b\\\\)?", "")
            .replaceAll(
                "[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]+", " ")
            .replaceAll(" {2,}", " ")
            .strip();
    return plain.length() > MOST ? plain.substring(0, MOST) + "…" : plain;
  }
}
