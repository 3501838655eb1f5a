package codeblocking.job;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * DEAD jobs that failed alike.
 *
 * @param fingerprint of {@link FailureRule}
 * @param projects how many it has hit
 * @param oldest when the first of them died
 * @param example the one that died last; null: all are gone since they were counted
 */
public record Failure(
    String fingerprint,
    long count,
    Set<JobKind> kinds,
    long projects,
    Instant oldest,
    Instant newest,
    @Nullable Job example) {}
