package codeblocking.lifeline;

import codeblocking.job.JobId;
import codeblocking.save.SaveState;
import codeblocking.save.SaveTrigger;
import java.time.Instant;

/** A save that is no snapshot. */
public record SavePoint(
    Instant at, SaveState state, SaveTrigger trigger, JobId job, String commit) {}
