package codeblocking.container;

import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What we know of a project's container beyond what the engine knows.
 *
 * @param warm it came from the pool
 * @param startMillis from the job's start to a shell that runs
 * @param usedAt end of the last session; where there was none, when it was made
 * @param keptBecause in words why it is kept without a session; null: nothing keeps it
 */
public record ContainerRecord(
    ProjectId projectId,
    UserId userId,
    ContainerId id,
    String name,
    String image,
    String environment,
    ContainerState state,
    boolean warm,
    Instant startedAt,
    long startMillis,
    Instant usedAt,
    @Nullable String keptBecause) {}
