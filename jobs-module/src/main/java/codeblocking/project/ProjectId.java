package codeblocking.project;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Identity of a project. */
public record ProjectId(UUID value) {
  public static ProjectId random() {
    return new ProjectId(UUID.randomUUID());
  }

  /** Parses the canonical 36-character form only; {@code UUID.fromString} takes "1-1-1-1-1" too. */
  public static Optional<ProjectId> parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equals(text.toLowerCase(Locale.ROOT))
          ? Optional.of(new ProjectId(uuid))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** For ids we wrote ourselves. */
  public static ProjectId of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a project id"));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
