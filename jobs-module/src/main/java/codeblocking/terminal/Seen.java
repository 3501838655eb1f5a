package codeblocking.terminal;

import org.jspecify.annotations.Nullable;

/**
 * What a viewer who comes back has seen.
 *
 * @param offset up to where
 * @param shell of which shell; null: it does not say
 */
public record Seen(long offset, @Nullable String shell) {}
