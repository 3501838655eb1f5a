package codeblocking.web.git;

import codeblocking.project.ProjectId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The project in a path such as {@code /0f…d.git/info/refs}. */
final class GitPath {
  private static final Pattern PATH = Pattern.compile("/([0-9A-Fa-f-]{36})\\.git(/.*)?");

  private GitPath() {}

  static Optional<ProjectId> project(@Nullable String path) {
    Matcher matcher = PATH.matcher(path == null ? "" : path);
    return matcher.matches() ? ProjectId.parse(matcher.group(1)) : Optional.empty();
  }
}
