package codeblocking.save;

import codeblocking.job.JobId;
import codeblocking.project.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A save of a workspace.
 *
 * @param commit 40 hex digits
 * @param tree of the workspace's content, 40 hex digits
 * @param refs fingerprint of HEAD and refs in the workspace when its commits were imported; empty:
 *     they were not
 * @param ref where it is, or is to be, in the remote
 * @param message of a blocked one, the reason and what the user can do; else a sentence
 * @param changed files that differ from the commit before
 */
public record Save(
    UUID id,
    ProjectId projectId,
    JobId jobId,
    String commit,
    String tree,
    String refs,
    String ref,
    Instant at,
    SaveTrigger trigger,
    SaveState state,
    @Nullable String message,
    int changed,
    List<Skipped> skipped) {}
