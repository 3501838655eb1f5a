package codeblocking.save;

import java.util.Optional;

/**
 * How a save ended well.
 *
 * @param save what holds the content; empty: the workspace is as it was made or imported
 * @param changed false: the remote had it already
 * @param message a sentence for the history
 */
public record SaveOutcome(Optional<Save> save, boolean changed, String message) {}
