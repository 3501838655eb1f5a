package codeblocking.web.github;

import codeblocking.github.Repository;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A repository on GitHub, as the contract names its members. */
public record RepoJson(
    String name,
    String fullName,
    @Nullable String description,
    @JsonbProperty("private") boolean hidden,
    String cloneUrl,
    @Nullable String defaultBranch,
    @Nullable String language,
    @Nullable Instant updatedAt) {

  static RepoJson of(Repository repository) {
    return new RepoJson(
        repository.name(),
        repository.fullName(),
        repository.description(),
        repository.hidden(),
        repository.cloneUrl(),
        repository.defaultBranch(),
        repository.language(),
        repository.updatedAt());
  }
}
