package codeblocking.credential;

/** What a git host takes as proof. Never in a log: {@code toString} hides it. */
public record Credential(String username, String secret) {
  @Override
  public String toString() {
    return "Credential[" + username + ", …]";
  }
}
