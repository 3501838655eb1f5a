package codeblocking.save;

import codeblocking.job.JobId;
import codeblocking.project.Project;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A save to make.
 *
 * @param job whose save it is: one job, one save
 * @param jobCreatedAt the time that its commit bears, so that a redelivery makes the same commit
 * @param message of the commit; null: {@code Auto-save: <time>}
 */
public record SaveRequest(
    Project project,
    JobId job,
    Instant jobCreatedAt,
    SaveTrigger trigger,
    @Nullable String message) {}
