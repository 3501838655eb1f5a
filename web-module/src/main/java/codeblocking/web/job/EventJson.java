package codeblocking.web.job;

import codeblocking.event.Event;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event in JSON, in a job's history and on the stream alike. */
public record EventJson(
    long seq,
    Instant at,
    String type,
    @Nullable String projectId,
    @Nullable String jobId,
    String actor,
    @Nullable String from,
    @Nullable String to,
    @Nullable String reason,
    Map<String, String> data) {
  public static EventJson of(Event event) {
    return new EventJson(
        event.seq(),
        event.at(),
        event.type(),
        event.projectId() == null ? null : event.projectId().toString(),
        event.jobId() == null ? null : event.jobId().toString(),
        event.actor(),
        event.from(),
        event.to(),
        event.reason(),
        event.data());
  }
}
