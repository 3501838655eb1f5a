package codeblocking.github;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which environment a repository's main language asks for. */
final class MainLanguage {
  private MainLanguage() {}

  /** Empty: none of those that there are. */
  static Optional<String> environment(@Nullable String language, Collection<String> known) {
    String wanted =
        switch (language == null ? "" : language.toLowerCase(Locale.ROOT)) {
          case "javascript", "typescript", "vue", "svelte" -> "node";
          case "python", "jupyter notebook" -> "python";
          case "java", "kotlin" -> "java";
          default -> "base";
        };
    return known.contains(wanted) ? Optional.of(wanted) : Optional.empty();
  }
}
