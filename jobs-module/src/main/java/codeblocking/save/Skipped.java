package codeblocking.save;

/** An entry that a save could not hold, and why, in words. The path is printable. */
public record Skipped(String path, String reason) {}
