package codeblocking.job;

import java.time.Instant;

/** A phase of a job's attempt that began. */
public record Begun(String phase, Instant at) {}
