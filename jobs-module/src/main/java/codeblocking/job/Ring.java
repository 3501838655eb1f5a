package codeblocking.job;

import java.time.Duration;

/**
 * A doorbell to ring: "look at this job".
 *
 * @param delay before it should arrive
 */
public record Ring(JobId job, Lane lane, Duration delay) {}
