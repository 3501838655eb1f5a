package codeblocking.project;

import org.jspecify.annotations.Nullable;

/**
 * The clone of an imported project.
 *
 * @param progress in words, such as {@code Receiving objects: 42 %}
 * @param error what failed and what happens next; null unless failed
 */
public record ImportProgress(
    ImportState state, @Nullable String progress, @Nullable String error) {}
