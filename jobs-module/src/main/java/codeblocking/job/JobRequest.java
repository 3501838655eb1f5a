package codeblocking.job;

import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Work to accept.
 *
 * @param delay before it may run; zero: at once
 * @param payload small, no secrets
 */
public record JobRequest(
    JobKind kind,
    @Nullable ProjectId projectId,
    @Nullable UserId userId,
    Duration delay,
    Map<String, String> payload) {

  public static JobRequest of(JobKind kind, ProjectId projectId, @Nullable UserId userId) {
    return new JobRequest(kind, projectId, userId, Duration.ZERO, Map.of());
  }

  public JobRequest with(String key, String value) {
    Map<String, String> more = new java.util.TreeMap<>(payload);
    more.put(key, value);
    return new JobRequest(kind, projectId, userId, delay, Map.copyOf(more));
  }

  public JobRequest after(Duration newDelay) {
    return new JobRequest(kind, projectId, userId, newDelay, payload);
  }
}
