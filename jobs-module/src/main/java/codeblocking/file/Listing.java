package codeblocking.file;

import java.util.List;

/**
 * What is in a folder.
 *
 * @param path of the folder; empty: the workspace itself
 * @param truncated there is more than one listing may hold
 */
public record Listing(String path, List<Item> entries, boolean truncated) {}
