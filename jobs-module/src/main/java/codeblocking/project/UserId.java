package codeblocking.project;

import java.util.Optional;
import java.util.regex.Pattern;

/** Identity of a user: the {@code sub} of the token, 1 to 128 printable characters. */
public record UserId(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[^\\p{Cntrl}\\p{Zl}\\p{Zp}]{1,128}");

  public UserId {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a user id is 1 to 128 characters, none of them a control");
    }
  }

  public static Optional<UserId> parse(String text) {
    return ALLOWED.matcher(text).matches() ? Optional.of(new UserId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
