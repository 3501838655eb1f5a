package codeblocking.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try of a job.
 *
 * @param result {@code OK}, {@code ERROR}, {@code LOST}, {@code CANCELLED}; null while it runs
 */
public record Attempt(
    int attempt,
    String node,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String result,
    @Nullable String error,
    long waitMillis,
    long runMillis) {}
