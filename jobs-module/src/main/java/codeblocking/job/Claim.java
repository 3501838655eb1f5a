package codeblocking.job;

/**
 * A worker's hold on a job.
 *
 * @param fence rises with each claim: a write with an older one has no effect (S6)
 */
public record Claim(Job job, long fence) {}
