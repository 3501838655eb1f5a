package codeblocking.workspace;

import codeblocking.save.Skipped;
import java.util.List;

/**
 * A workspace's content at a moment.
 *
 * @param tree git tree id
 * @param skipped what the tree could not hold
 * @param files in it
 * @param bytes of the files read
 */
public record Snapshot(String tree, List<Skipped> skipped, int files, long bytes) {}
