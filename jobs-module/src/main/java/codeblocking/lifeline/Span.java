package codeblocking.lifeline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that lasted.
 *
 * @param from null: since before the window
 * @param to null: it still lasts
 */
public record Span(@Nullable Instant from, @Nullable Instant to) {}
