package codeblocking.job;

import codeblocking.page.Page;
import codeblocking.project.UserId;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One person's action on every job that a filter fits, each by the same transition as a single one.
 *
 * <ul>
 *   <li>When it is a dry run, nothing shall change.
 *   <li>A call shall change no more than {@value #BATCH} jobs, and say where to go on.
 *   <li>When a job's state does not allow it, the others shall go on.
 * </ul>
 */
public final class ActOnMany {
  public static final int BATCH = 500;
  private static final int PAGE = 100;

  private final Jobs jobs;

  public ActOnMany(Jobs jobs) {
    this.jobs = jobs;
  }

  /**
   * What is asked.
   *
   * @param cursor where the call before ended; null: the first one
   */
  public record Order(
      JobAction action, JobFilter filter, UserId actor, String reason, @Nullable String cursor) {}

  /**
   * How it went; in a dry run, how it would.
   *
   * @param refused in a state that does not allow it
   * @param states how many the filter fits in each, before
   * @param next cursor of the next call; null: none is left
   */
  public record Result(
      long changed, long refused, Map<JobState, Long> states, @Nullable String next) {
    public long matched() {
      return changed + refused;
    }
  }

  public Result dryRun(Order order) {
    Map<JobState, Long> states = jobs.countByState(order.filter(), null);
    long refused = refused(order.action(), states);
    long all = states.values().stream().mapToLong(Long::longValue).sum();
    return new Result(all - refused, refused, states, null);
  }

  public Result act(Order order) {
    // Those that do not allow it are counted once, with the first call.
    Map<JobState, Long> states =
        order.cursor() == null
            ? jobs.countByState(order.filter(), null)
            : new EnumMap<>(JobState.class);
    long refused = refused(order.action(), states);
    long changed = 0;
    JobFilter allowed = order.filter().states(order.action().from());
    String cursor = order.cursor();
    int seen = 0;
    do {
      // Newest first by when they were accepted, which no action changes: none is met twice.
      Page<Job> page = jobs.list(new JobQuery(allowed, null, cursor, PAGE));
      for (Job job : page.items()) {
        if (changed(order, job)) {
          changed++;
        } else {
          refused++;
        }
      }
      seen += page.items().size();
      cursor = page.next();
    } while (cursor != null && seen < BATCH);
    return new Result(changed, refused, states, cursor);
  }

  private boolean changed(Order order, Job job) {
    try {
      Job unused =
          switch (order.action()) {
            case RETRY -> jobs.retry(job.id(), order.actor(), order.reason());
            case CANCEL -> jobs.cancel(job.id(), order.actor(), order.reason());
            case RESOLVE -> jobs.resolve(job.id(), order.actor(), order.reason());
          };
      return true;
    } catch (StateConflict e) {
      // It moved on by itself in between.
      return false;
    }
  }

  private static long refused(JobAction action, Map<JobState, Long> states) {
    return states.entrySet().stream()
        .filter(entry -> !action.from().contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
