package codeblocking.lifeline;

import codeblocking.job.Job;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.time.Instant;
import java.util.List;

/**
 * What went on with one project.
 *
 * @param latest when something happened last
 */
public record Lifeline(
    ProjectId project,
    String name,
    UserId owner,
    Instant latest,
    List<Job> jobs,
    List<Span> containers,
    List<Span> sessions,
    List<SavePoint> saves) {}
