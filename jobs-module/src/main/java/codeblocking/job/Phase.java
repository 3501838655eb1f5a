package codeblocking.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A named part of a try, such as {@code push}. */
public record Phase(
    int attempt, String name, Instant startedAt, @Nullable Instant endedAt, long millis) {}
