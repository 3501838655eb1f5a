package codeblocking.event;

import codeblocking.job.JobId;
import codeblocking.project.ProjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person did, and why.
 *
 * @param act {@code retry}, {@code cancel}, {@code resolve}, {@code pause}, {@code resume}
 * @param subject to what: {@code job}, {@code queue}, {@code pool}
 * @param name of the queue, the pool's environment, or the job's kind
 */
public record Act(
    long seq,
    Instant at,
    String actor,
    String act,
    String subject,
    String name,
    @Nullable JobId jobId,
    @Nullable ProjectId projectId,
    @Nullable String reason) {}
