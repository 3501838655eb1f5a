package codeblocking.prewarm;

import codeblocking.job.JobFilter;
import codeblocking.job.JobKind;
import codeblocking.job.JobQuery;
import codeblocking.job.JobState;
import codeblocking.job.Jobs;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Spare is what the machine has while no click waits and at least a core has nothing to do. */
public final class IdleCores implements SpareCapacity {
  private static final Set<JobState> UNDER_WAY =
      Stream.of(JobState.values())
          .filter(state -> !state.terminal())
          .collect(Collectors.toUnmodifiableSet());

  private final Jobs jobs;
  private final DoubleSupplier load;
  private final int cores;

  /**
   * Of a machine.
   *
   * @param load processes that want a core, as the machine tells; negative: it does not
   */
  public IdleCores(Jobs jobs, DoubleSupplier load, int cores) {
    this.jobs = jobs;
    this.load = load;
    this.cores = cores;
  }

  @Override
  public boolean spare(String environment) {
    // In doubt nothing is spare: a hunch that is refused costs nobody anything.
    double busy = load.getAsDouble();
    return busy >= 0 && busy <= cores - 1 && noneWaits();
  }

  private boolean noneWaits() {
    return jobs.list(
            new JobQuery(JobFilter.ALL.kind(JobKind.PREWARM).states(UNDER_WAY), null, null, 1))
        .items()
        .isEmpty();
  }
}
