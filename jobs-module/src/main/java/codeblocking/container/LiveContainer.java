package codeblocking.container;

import codeblocking.project.ProjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container that the engine has.
 *
 * @param projectId whose workspace it is; null: a helper of ours, see {@code role}
 * @param environment key it was made for
 * @param role null for a workspace
 */
public record LiveContainer(
    ContainerId id,
    String name,
    @Nullable ProjectId projectId,
    String environment,
    String image,
    boolean running,
    boolean paused,
    Instant startedAt,
    @Nullable String role) {}
