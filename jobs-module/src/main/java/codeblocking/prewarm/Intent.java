package codeblocking.prewarm;

import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.time.Instant;

/**
 * A container that was asked for on a hunch, and that nobody has opened yet.
 *
 * @param until nobody who opens it later was meant
 */
public record Intent(ProjectId projectId, UserId userId, Instant began, Instant until) {}
