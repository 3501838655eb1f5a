package codeblocking.github;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A repository on GitHub. */
public record Repository(
    String name,
    String fullName,
    @Nullable String description,
    boolean hidden,
    String cloneUrl,
    @Nullable String defaultBranch,
    @Nullable String language,
    @Nullable Instant updatedAt) {}
