package codeblocking.web.job;

import codeblocking.job.ActOnMany;
import codeblocking.job.JobAction;
import codeblocking.job.JobState;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An action on many jobs in JSON.
 *
 * @param before jobs that were accepted later are left alone
 * @param changed in a dry run, how many would be
 * @param refused in a state that does not allow it
 * @param states how many the filter fits in each
 * @param next cursor to go on with; null: none is left
 */
public record BulkJson(
    String action,
    Instant before,
    boolean dryRun,
    long matched,
    long changed,
    long refused,
    Map<String, Long> states,
    @Nullable String next) {
  static BulkJson of(JobAction action, Instant before, boolean dryRun, ActOnMany.Result result) {
    Map<String, Long> states = new TreeMap<>();
    for (Map.Entry<JobState, Long> entry : result.states().entrySet()) {
      states.put(entry.getKey().name(), entry.getValue());
    }
    return new BulkJson(
        action.label(),
        before,
        dryRun,
        result.matched(),
        result.changed(),
        result.refused(),
        states,
        result.next());
  }
}
