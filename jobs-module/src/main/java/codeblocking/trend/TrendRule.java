package codeblocking.trend;

import codeblocking.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ended jobs by the minute, and percentiles by nearest rank: each is a time that was measured. */
public final class TrendRule {
  private TrendRule() {}

  /**
   * What ended in one minute.
   *
   * @param other cancelled, superseded, resolved, expired
   * @param prompt null: nobody got a prompt
   */
  public record Minute(
      Instant at, long succeeded, long dead, long other, @Nullable Percentiles prompt) {}

  /** Times in milliseconds. */
  public record Percentiles(long count, long p50, long p95, long p99) {}

  /** All minutes that {@code from} and {@code to} are in and between, those of nothing too. */
  public static List<Minute> minutes(List<Ended> ended, Instant from, Instant to) {
    Map<Instant, List<Ended>> byMinute =
        ended.stream()
            .collect(
                Collectors.groupingBy(job -> job.finishedAt().truncatedTo(ChronoUnit.MINUTES)));
    List<Minute> minutes = new ArrayList<>();
    for (Instant at = from.truncatedTo(ChronoUnit.MINUTES);
        !at.isAfter(to);
        at = at.plus(Duration.ofMinutes(1))) {
      List<Ended> jobs = byMinute.getOrDefault(at, List.of());
      long succeeded = count(jobs, JobState.SUCCEEDED);
      long dead = count(jobs, JobState.DEAD);
      minutes.add(new Minute(at, succeeded, dead, jobs.size() - succeeded - dead, prompt(jobs)));
    }
    return minutes;
  }

  private static long count(List<Ended> jobs, JobState state) {
    return jobs.stream().filter(job -> job.state() == state).count();
  }

  /** From the click to the prompt; null: nobody got one. */
  public static @Nullable Percentiles prompt(List<Ended> ended) {
    long[] sorted =
        ended.stream()
            .filter(Ended::isPrompt)
            .mapToLong(job -> Duration.between(job.createdAt(), job.finishedAt()).toMillis())
            .map(millis -> Math.max(0, millis))
            .sorted()
            .toArray();
    return sorted.length == 0
        ? null
        : new Percentiles(
            sorted.length, nearest(sorted, 50), nearest(sorted, 95), nearest(sorted, 99));
  }

  private static long nearest(long[] sorted, int percent) {
    int rank = (sorted.length * percent + 99) / 100;
    return sorted[Math.max(1, rank) - 1];
  }
}
