package codeblocking.place;

import codeblocking.project.ProjectId;

/**
 * A project in the slot of a pool container, as the journal has it.
 *
 * @param container its id on the engine
 * @param files which directory the project's is
 * @param home which the user's home is
 */
public record Claim(
    ProjectId project, String slot, String container, Identity files, Identity home) {}
