package codeblocking.project;

/** Who a save is authored by: the token's {@code name} and {@code email}, else the user id. */
public record Author(String name, String email) {
  /** Git headers end at these. */
  public Author {
    name = clean(name);
    email = clean(email);
  }

  private static String clean(String text) {
    String cleaned = text.replaceAll("[<>\\p{Cntrl}]", "").strip();
    return cleaned.isEmpty() ? "unknown" : cleaned;
  }
}
