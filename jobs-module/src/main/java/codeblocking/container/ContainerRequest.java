package codeblocking.container;

import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.settings.EnvironmentSettings;

/** All that may vary in a workspace container; the rest of its specification is constant. */
public record ContainerRequest(
    ProjectId projectId, UserId userId, EnvironmentSettings environment) {}
