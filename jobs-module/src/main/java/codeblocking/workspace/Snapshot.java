package codeblocking.workspace;

import codeblocking.save.Skipped;
import java.util.List;

/**
 * A workspace's content at a moment.
 *
 * @param tree git tree id
 * @param skipped what the tree could not hold
 * @param entries that were looked at
 * @param bytes of the files in it, or more where only what changed was looked at
 * @param complete false: a limit on the whole was hit
 */
public record Snapshot(
    String tree, List<Skipped> skipped, int entries, long bytes, boolean complete) {}
