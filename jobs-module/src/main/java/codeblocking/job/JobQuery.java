package codeblocking.job;

import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list; null fields do not filter.
 *
 * @param text contained in the error or equal to an id
 * @param cursor opaque, from the page before
 */
public record JobQuery(
    @Nullable JobKind kind,
    Set<JobState> states,
    @Nullable ProjectId project,
    @Nullable UserId user,
    @Nullable String text,
    @Nullable String cursor,
    int limit) {
  public static final JobQuery ALL = new JobQuery(null, Set.of(), null, null, null, null, 50);
}
