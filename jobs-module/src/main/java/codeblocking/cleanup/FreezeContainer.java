package codeblocking.cleanup;

import codeblocking.activity.Meters;
import codeblocking.container.ContainerId;
import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerState;
import codeblocking.job.Handler.Success;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.save.Safety;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Freezes a saved container after the grace, so that coming back finds all as it was. */
public final class FreezeContainer {
  private final StopGate gate;
  private final ContainerRecords records;
  private final Meters meters;
  private final Jobs jobs;
  private final Terms terms;

  public FreezeContainer(
      StopGate gate, ContainerRecords records, Meters meters, Jobs jobs, Terms terms) {
    this.gate = gate;
    this.records = records;
    this.meters = meters;
    this.jobs = jobs;
    this.terms = terms;
  }

  /**
   * How long, and how many.
   *
   * @param freeze zero: never
   */
  public record Terms(Duration freeze, FreezeRule rule) {}

  /** Empty: it is not to be frozen, or there is no room for it; it is to be stopped. */
  Optional<Success> freeze(Project project, Work work)
      throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    Optional<ContainerRecord> record =
        records.find(project.id()).filter(row -> row.state() != ContainerState.STOPPING);
    if (terms.freeze().isZero() || record.isEmpty()) {
      return Optional.empty();
    }
    Optional<List<ProjectId>> going = room(record.get());
    if (going.isEmpty()) {
      return Optional.empty();
    }
    String sentence =
        "frozen after the last client had gone; whoever comes back within %s finds all as it was"
            .formatted(terms.freeze());
    StopGate.Outcome outcome =
        gate.stop(
            project,
            new StopGate.Reason(false, Safety.VERIFIED, true, sentence, StopGate.Ending.FREEZE),
            work);
    return switch (outcome.how()) {
      case FROZEN -> Optional.of(frozen(project, going.get(), sentence));
      case STOPPED -> Optional.of(Success.done(outcome.sentence()));
      case NONE_RAN -> Optional.of(Success.noop("no container was running"));
      case SOMEBODY_CAME_BACK -> Optional.of(Success.noop(outcome.sentence()));
    };
  }

  private Success frozen(Project project, List<ProjectId> going, String sentence) {
    jobs.enqueue(stop(project.id(), "frozen").after(terms.freeze()));
    going.forEach(old -> jobs.enqueue(stop(old, "room")));
    return Success.done(sentence);
  }

  private static JobRequest stop(ProjectId project, String reason) {
    return JobRequest.of(JobKind.STOP, project, null).with("reason", reason);
  }

  private Optional<List<ProjectId>> room(ContainerRecord more) {
    List<ContainerRecord> frozen =
        records.list(null).stream()
            .filter(row -> row.state() == ContainerState.FROZEN)
            .filter(row -> !row.projectId().equals(more.projectId()))
            .toList();
    Map<ContainerId, Meters.Usage> usage =
        meters.read(
            java.util.stream.Stream.concat(frozen.stream(), java.util.stream.Stream.of(more))
                .map(ContainerRecord::id)
                .toList());
    return terms
        .rule()
        .makeRoom(
            frozen.stream()
                .map(
                    row ->
                        new FreezeRule.Frozen(
                            row.projectId(), row.usedAt(), bytes(usage, row.id())))
                .toList(),
            bytes(usage, more.id()));
  }

  /** What cannot be measured is not held against anybody: its limit bounds it. */
  private static long bytes(Map<ContainerId, Meters.Usage> usage, ContainerId id) {
    Meters.Usage used = usage.get(id);
    return used == null ? 0 : used.memoryBytes();
  }
}
