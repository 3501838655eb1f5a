package codeblocking.prewarm;

import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerState;
import codeblocking.job.Job;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.project.Author;
import codeblocking.project.Project;
import codeblocking.project.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides whether a project's container is started on a hunch: never at the cost of a click. */
public final class RequestIntent {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final RequestPrewarm prewarm;
  private final SpareCapacity capacity;
  private final IntentRecords records;
  private final ContainerRecords containers;
  private final Jobs jobs;
  private final Clock clock;
  private final Object admission = new Object();

  /** What it stands on. */
  public record Ports(IntentRecords records, ContainerRecords containers, Jobs jobs, Clock clock) {}

  public RequestIntent(RequestPrewarm prewarm, SpareCapacity capacity, Ports ports) {
    this.prewarm = prewarm;
    this.capacity = capacity;
    this.records = ports.records();
    this.containers = ports.containers();
    this.jobs = ports.jobs();
    this.clock = ports.clock();
  }

  /**
   * Starts the container unless it runs, for a while in which somebody may open the project.
   *
   * @throws LimitReached when the user's budget is spent, or nothing is to spare; nothing changed
   */
  public RequestPrewarm.Answer request(Project project, Author author) {
    // Two at once for the last token: the second must see the first.
    synchronized (admission) {
      Optional<ContainerState> there = containers.find(project.id()).map(ContainerRecord::state);
      if (there.filter(state -> state != ContainerState.STOPPING).isPresent()) {
        // Running, or frozen and awake in a moment: a hunch has nothing to add.
        return new RequestPrewarm.Answer(null);
      }
      List<Job> active = jobs.active(project.id());
      Optional<Job> starting =
          active.stream().filter(job -> job.kind() == JobKind.PREWARM).findFirst();
      if (starting.isPresent()) {
        return new RequestPrewarm.Answer(starting.get().id());
      }
      IntentScore score = affordable(project.owner());
      refuseUnlessSpare(project, active);
      return begin(project, author, score);
    }
  }

  private IntentScore affordable(UserId user) {
    Instant now = clock.instant();
    IntentScore score =
        records
            .score(user)
            .map(known -> IntentBudget.refilled(known, now))
            .orElseGet(() -> IntentBudget.atFirst(now));
    Optional<Duration> wait = IntentBudget.refusal(score, records.live(user).size());
    if (wait.isPresent()) {
      throw new LimitReached(
          "no more may be warmed on a hunch: of yours, %d were right and %d wrong"
              .formatted(score.hits(), score.misses()),
          wait.get());
    }
    return score;
  }

  private void refuseUnlessSpare(Project project, List<Job> active) {
    if (!active.isEmpty()) {
      throw new LimitReached("the project is busy; nothing is warmed on a hunch now", SOON);
    }
    if (!prewarm.leavesRoom(project)) {
      throw new LimitReached("the last places are kept for clicks", IntentBudget.WINDOW);
    }
    if (!capacity.spare(project.environment())) {
      throw new LimitReached("nothing is to spare for a hunch now", SOON);
    }
  }

  private RequestPrewarm.Answer begin(Project project, Author author, IntentScore score) {
    RequestPrewarm.Answer answer = prewarm.request(project, author, null);
    Instant now = clock.instant();
    records.begin(
        new Intent(project.id(), project.owner(), now, now.plus(IntentBudget.WINDOW)),
        IntentBudget.spent(score));
    // A session that opens takes it back, as it does with every stop that nobody asked for.
    var unused =
        jobs.enqueue(
            JobRequest.of(JobKind.STOP, project.id(), null)
                .with("reason", IntentOutcomes.REASON)
                .after(IntentBudget.WINDOW));
    return answer;
  }
}
