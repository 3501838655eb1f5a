package codeblocking.session;

import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.time.Instant;
import java.util.UUID;

/** A client attached to a project. */
public record Session(
    UUID id,
    ProjectId projectId,
    UserId userId,
    String terminal,
    String node,
    Instant connectedAt,
    Instant seenAt) {}
