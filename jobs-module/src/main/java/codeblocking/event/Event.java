package codeblocking.event;

import codeblocking.job.JobId;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @param seq rises with every event; the {@code id:} of Server-Sent Events
 * @param type {@code job}, {@code project}, {@code save}, {@code container}, {@code session},
 *     {@code queue}, {@code pool}
 * @param owner who may see it; null: operators only
 * @param actor who did it: a user id, or {@code system}
 * @param from state before, of a job
 * @param to state after
 * @param reason in words
 */
public record Event(
    long seq,
    Instant at,
    String type,
    @Nullable ProjectId projectId,
    @Nullable JobId jobId,
    @Nullable UserId owner,
    String actor,
    @Nullable String from,
    @Nullable String to,
    @Nullable String reason,
    Map<String, String> data) {}
