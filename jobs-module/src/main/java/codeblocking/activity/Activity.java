package codeblocking.activity;

import codeblocking.container.ContainerId;
import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerState;
import codeblocking.project.ProjectId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When each project was last used, and when work was last seen inside. */
public final class Activity {
  private final ContainerRecords records;
  private final Meters meters;
  private final Traffic traffic;
  private final Clock clock;
  private final Instant bornAt;
  private final Map<ProjectId, Seen> seen = new ConcurrentHashMap<>();

  public Activity(ContainerRecords records, Meters meters, Traffic traffic, Clock clock) {
    this.records = records;
    this.meters = meters;
    this.traffic = traffic;
    this.clock = clock;
    this.bornAt = clock.instant();
  }

  /**
   * A look at a container, with what has been concluded from all looks.
   *
   * @param container another one has meters of its own
   * @param since the first look
   */
  private record Seen(
      ContainerId container,
      Instant since,
      Instant at,
      Meters.Usage usage,
      Traffic.Flow flow,
      Instant lastUse,
      Instant lastWork) {

    Seen next(Instant now, Meters.Usage nextUsage, Traffic.Flow nextFlow) {
      boolean works =
          WorkRule.works(
              new WorkRule.Sample(
                  Duration.between(at, now),
                  nextUsage.cpuNanos() - usage.cpuNanos(),
                  nextFlow.output() - flow.output()));
      return new Seen(
          container,
          since,
          now,
          nextUsage,
          nextFlow,
          nextFlow.typed() > flow.typed() ? now : lastUse,
          works ? now : lastWork);
    }

    Seen used(Instant now) {
      return new Seen(container, since, at, usage, flow, now, lastWork);
    }
  }

  /** Looks at every container that runs. */
  public void look() {
    List<ContainerRecord> running =
        records.list(null).stream().filter(row -> row.state() == ContainerState.RUNNING).toList();
    Map<ContainerId, Meters.Usage> usage =
        meters.read(running.stream().map(ContainerRecord::id).toList());
    Instant now = clock.instant();
    for (ContainerRecord row : running) {
      // What cannot be measured is judged by its output.
      look(row, usage.getOrDefault(row.id(), new Meters.Usage(0, 0)), now);
    }
    seen.keySet().retainAll(records.list(null).stream().map(ContainerRecord::projectId).toList());
  }

  private void look(ContainerRecord row, Meters.Usage usage, Instant now) {
    Traffic.Flow flow = traffic.of(row.projectId());
    seen.compute(
        row.projectId(),
        (project, before) ->
            before != null && before.container().equals(row.id())
                ? before.next(now, usage, flow)
                : new Seen(row.id(), now, now, usage, flow, now, row.usedAt()));
  }

  /** Somebody came, ordered something, or wants to keep it. */
  public void used(ProjectId project) {
    seen.computeIfPresent(project, (id, before) -> before.used(clock.instant()));
  }

  /** Between the first look at its container and the last; zero: work could not be seen yet. */
  public Duration measured(ProjectId project) {
    Seen known = seen.get(project);
    return known == null ? Duration.ZERO : Duration.between(known.since(), known.at());
  }

  /** Not known: since this process began, which is the safe thing to say. */
  public Instant lastUse(ProjectId project) {
    Seen known = seen.get(project);
    return known == null ? bornAt : known.lastUse();
  }

  public Instant lastWork(ProjectId project) {
    Seen known = seen.get(project);
    return known == null ? bornAt : known.lastWork();
  }
}
