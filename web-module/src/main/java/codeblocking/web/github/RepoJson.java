package codeblocking.web.github;

import jakarta.json.JsonObject;
import jakarta.json.bind.annotation.JsonbProperty;
import java.util.Locale;
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
    @Nullable String updatedAt) {

  static RepoJson of(JsonObject repo) {
    return new RepoJson(
        repo.getString("name"),
        repo.getString("full_name"),
        repo.getString("description", null),
        repo.getBoolean("private", false),
        repo.getString("clone_url"),
        repo.getString("default_branch", null),
        repo.getString("language", null),
        repo.getString("updated_at", null));
  }

  boolean holds(String lowerCaseText) {
    String all = fullName + " " + (description == null ? "" : description);
    return all.toLowerCase(Locale.ROOT).contains(lowerCaseText);
  }
}
