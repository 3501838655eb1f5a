package codeblocking.web.job;

import codeblocking.job.Failure;
import codeblocking.job.FailureRule;
import codeblocking.job.Job;
import codeblocking.job.JobKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * DEAD jobs that failed alike, in JSON.
 *
 * @param message the error with a mark for each part that differs
 */
public record FailureJson(
    String fingerprint,
    String message,
    long count,
    List<String> kinds,
    long projects,
    Instant oldest,
    Instant newest,
    @Nullable JobJson example) {
  public static FailureJson of(Failure failure, Instant now) {
    Job example = failure.example();
    return new FailureJson(
        failure.fingerprint(),
        FailureRule.pattern(example == null ? null : example.error()),
        failure.count(),
        failure.kinds().stream().map(JobKind::label).sorted().toList(),
        failure.projects(),
        failure.oldest(),
        failure.newest(),
        example == null ? null : JobJson.of(example, now));
  }
}
