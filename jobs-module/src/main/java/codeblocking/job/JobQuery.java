package codeblocking.job;

import codeblocking.project.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A page of the jobs that a filter fits.
 *
 * @param seenBy only what this user asked for and what happens to their projects; null: of
 *     everybody
 * @param cursor opaque, from the page before
 */
public record JobQuery(
    JobFilter filter, @Nullable UserId seenBy, @Nullable String cursor, int limit) {}
