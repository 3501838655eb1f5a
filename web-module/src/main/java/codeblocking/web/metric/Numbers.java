package codeblocking.web.metric;

import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerState;
import codeblocking.event.Event;
import codeblocking.event.EventFeed;
import codeblocking.job.Job;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobState;
import codeblocking.job.Jobs;
import codeblocking.pool.Pool;
import codeblocking.pool.PoolStatus;
import codeblocking.session.Sessions;
import codeblocking.timeline.OpenProjects;
import codeblocking.timeline.SnapshotTimes;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/** Counts and times what the event feed tells; gauges ask when they are read. */
@ApplicationScoped
public class Numbers {
  private static final System.Logger LOGGER = System.getLogger(Numbers.class.getName());
  private static final int MOST_WAITING = 5000;
  private static final Set<String> ENDS =
      Set.of(JobState.SUCCEEDED.name(), JobState.DEAD.name(), JobState.CANCELLED.name());

  @Inject private MetricRegistry registry;
  @Inject private EventFeed feed;
  @Inject private Jobs jobs;
  @Inject private ContainerRecords containers;
  @Inject private Sessions sessions;
  @Inject private OpenProjects openProjects;
  @Inject private Pool pool;

  private EventFeed.@Nullable Subscription subscription;

  /** The feed's thread must not wait for the database; numbers may be lost, events may not. */
  private final ThreadPoolExecutor counter =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          work -> {
            Thread thread = new Thread(work, "metrics");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.DiscardPolicy());

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    for (ContainerState state : ContainerState.values()) {
      registry.gauge(
          "codeblocking_containers", () -> count(state), new Tag("state", state.label()));
    }
    registry.gauge("codeblocking_sessions", () -> sessions.list(null).size());
    for (boolean kept : new boolean[] {true, false}) {
      Tag outcome = new Tag("outcome", kept ? "taken" : "unchanged");
      SnapshotTimes times = openProjects.times();
      registry.gauge("codeblocking_snapshots", () -> times.count(kept), outcome);
      registry.gauge("codeblocking_snapshot_seconds", () -> times.seconds(kept), outcome);
    }
    pool.status().forEach(each -> pool(each.environment()));
    subscription = feed.subscribe(event -> counter.execute(() -> count(event)));
  }

  @PreDestroy
  void stop() {
    if (subscription != null) {
      subscription.close();
    }
    counter.shutdownNow();
  }

  private void pool(String environment) {
    Tag tag = new Tag("environment", environment);
    registry.gauge("codeblocking_pool_ready", () -> pooled(environment).ready(), tag);
    registry.gauge("codeblocking_pool_target", () -> pooled(environment).target(), tag);
    registry.gauge("codeblocking_pool_hits", () -> pooled(environment).hits(), tag);
    registry.gauge("codeblocking_pool_misses", () -> pooled(environment).misses(), tag);
    registry.gauge("codeblocking_pool_hit_rate", () -> pooled(environment).hitRate(), tag);
  }

  private PoolStatus pooled(String environment) {
    return pool.status().stream()
        .filter(each -> each.environment().equals(environment))
        .findFirst()
        .orElseThrow();
  }

  private long count(ContainerState state) {
    return containers.list(null).stream().filter(each -> each.state() == state).count();
  }

  private void count(Event event) {
    try {
      JobId id = event.jobId();
      String save = event.type().equals("save") ? event.data().get("state") : null;
      if (save != null && event.data().containsKey("retryAt")) {
        // The same save as before, that waits for its next try.
        return;
      } else if (save != null) {
        registry.counter("codeblocking_saves", new Tag("outcome", save)).inc();
      } else if (event.type().equals("intent")) {
        String outcome = event.data().getOrDefault("outcome", "");
        registry.counter("codeblocking_intents", new Tag("outcome", outcome)).inc();
      } else if (event.type().equals("job") && id != null && ENDS.contains(event.to())) {
        jobs.find(id).ifPresent(this::ended);
      }
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "Event " + event.seq() + " was not counted", e);
    }
  }

  private void ended(Job job) {
    Tag kind = new Tag("kind", job.kind().label());
    registry.counter("codeblocking_jobs", kind, new Tag("state", job.state().name())).inc();
    Instant started = job.startedAt();
    Instant finished = job.finishedAt();
    if (started == null || finished == null) {
      return;
    }
    update("codeblocking_queue_wait", Duration.between(job.readyAt(), started), kind);
    update("codeblocking_run_time", Duration.between(started, finished), kind);
    if (job.kind() == JobKind.PREWARM && job.state() == JobState.SUCCEEDED) {
      update("codeblocking_time_to_prompt", Duration.between(job.createdAt(), finished));
    }
  }

  private void update(String name, Duration duration, Tag... tags) {
    registry.timer(name, tags).update(duration.isNegative() ? Duration.ZERO : duration);
  }
}
