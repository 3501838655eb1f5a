package codeblocking.job;

import java.util.Optional;
import java.util.UUID;

/** Identity of a job. */
public record JobId(UUID value) {
  public static JobId random() {
    return new JobId(UUID.randomUUID());
  }

  public static Optional<JobId> parse(String text) {
    return codeblocking.project.ProjectId.parse(text).map(id -> new JobId(id.value()));
  }

  public static JobId of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a job id"));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
