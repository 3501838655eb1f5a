package codeblocking.workspace;

/**
 * All of a workspace that a save can hold, as two values: equal digests, equal content.
 *
 * @param tree git tree id of the content
 * @param refs fingerprint of HEAD and refs
 */
public record Digest(String tree, String refs) {}
