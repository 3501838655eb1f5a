package codeblocking.web.overview;

import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerState;
import codeblocking.identity.Caller;
import codeblocking.job.JobFilter;
import codeblocking.job.JobState;
import codeblocking.job.Jobs;
import codeblocking.project.UserId;
import codeblocking.session.Session;
import codeblocking.session.Sessions;
import codeblocking.settings.Settings;
import codeblocking.web.job.QueueJson;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What runs right now: of everybody for an operator, of the caller for a user. */
public final class Overview {
  private final Settings settings;
  private final Jobs jobs;
  private final ContainerRecords containers;
  private final Sessions sessions;
  private final Clock clock;

  public Overview(
      Settings settings, Jobs jobs, ContainerRecords containers, Sessions sessions, Clock clock) {
    this.settings = settings;
    this.jobs = jobs;
    this.containers = containers;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** A container in JSON, with whose it is. */
  public record ContainerJson(
      String id,
      String name,
      String image,
      String environment,
      String state,
      boolean warm,
      Instant startedAt,
      long startMillis,
      String projectId,
      String userId,
      int sessions,
      Instant usedAt,
      @Nullable String keptBecause) {}

  /** A session in JSON. */
  public record SessionJson(
      UUID id,
      String projectId,
      String userId,
      String terminal,
      String node,
      Instant connectedAt,
      Instant seenAt) {
    static SessionJson of(Session session) {
      return new SessionJson(
          session.id(),
          session.projectId().toString(),
          session.userId().value(),
          session.terminal(),
          session.node(),
          session.connectedAt(),
          session.seenAt());
    }
  }

  /** Most that may run. */
  public record LimitsJson(int userMaxContainers, int maxContainers, int queueMax) {}

  /**
   * The sum of all.
   *
   * @param roles of the caller
   * @param jobs how many in each state; all states are there
   * @param containers how many in each state; all states are there
   * @param queues null for a user
   */
  public record Json(
      Instant at,
      String user,
      List<String> roles,
      List<String> environments,
      Map<String, Long> jobs,
      Map<String, Long> containers,
      int sessions,
      @Nullable List<QueueJson> queues,
      LimitsJson limits) {}

  public List<ContainerJson> containers(Caller caller) {
    List<Session> open = sessions.list(scope(caller));
    return containers.list(scope(caller)).stream().map(record -> json(record, open)).toList();
  }

  public List<SessionJson> sessions(Caller caller) {
    return sessions.list(scope(caller)).stream().map(SessionJson::of).toList();
  }

  public Json of(Caller caller) {
    UserId scope = scope(caller);
    Settings.Limits limits = settings.limits();
    return new Json(
        clock.instant(),
        caller.user().value(),
        caller.roles().stream().sorted().toList(),
        List.copyOf(settings.environments().keySet()),
        byState(jobs.countByState(JobFilter.ALL, scope)),
        containersByState(scope),
        sessions.list(scope).size(),
        caller.isOperator() ? jobs.queues().stream().map(QueueJson::of).toList() : null,
        new LimitsJson(limits.userMaxContainers(), limits.maxContainers(), limits.queueMax()));
  }

  /** Null: of everybody. */
  private static @Nullable UserId scope(Caller caller) {
    return caller.isOperator() ? null : caller.user();
  }

  private static ContainerJson json(ContainerRecord record, List<Session> open) {
    long clients =
        open.stream().filter(session -> session.projectId().equals(record.projectId())).count();
    return new ContainerJson(
        record.id().value(),
        record.name(),
        record.image(),
        record.environment(),
        record.state().label(),
        record.warm(),
        record.startedAt(),
        record.startMillis(),
        record.projectId().toString(),
        record.userId().value(),
        Math.toIntExact(clients),
        record.usedAt(),
        record.keptBecause());
  }

  private static Map<String, Long> byState(Map<JobState, Long> counts) {
    Map<String, Long> all = new TreeMap<>();
    for (JobState state : JobState.values()) {
      all.put(state.name(), counts.getOrDefault(state, 0L));
    }
    return all;
  }

  private Map<String, Long> containersByState(@Nullable UserId scope) {
    Map<ContainerState, Long> counts =
        containers.list(scope).stream()
            .map(ContainerRecord::state)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    Map<String, Long> all = new TreeMap<>();
    for (ContainerState state : ContainerState.values()) {
      all.put(state.label(), counts.getOrDefault(state, 0L));
    }
    return all;
  }
}
