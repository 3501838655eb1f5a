package codeblocking.assembly;

import codeblocking.cleanup.Sweep;
import codeblocking.event.EventFeed;
import codeblocking.identity.Authentication;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.ledger.LedgerPorts;
import codeblocking.pool.Pool;
import codeblocking.queue.JobRunner;
import codeblocking.queue.Relay;
import codeblocking.settings.Settings;
import codeblocking.timeline.OpenProjects;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts the parts in order, lets the zombie timer tick, and stops the parts in order. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Lifecycle {
  private static final System.Logger LOGGER = System.getLogger(Lifecycle.class.getName());

  @Inject Settings settings;
  @Inject LedgerPorts ports;
  @Inject Jobs jobs;
  @Inject JobRunner runner;
  @Inject Relay relay;
  @Inject EventFeed feed;
  @Inject Sweep sweep;
  @Inject Pulse.Watches watches;
  @Inject OpenProjects openProjects;
  @Inject Pool pool;
  @Inject WarmPool warmPool;

  /** Made at the start: a wrong key must stop it, and not each request. */
  @Inject Authentication authentication;

  @Resource TimerService timers;
  private @Nullable Pulse pulse;

  @PostConstruct
  void start() {
    int recovered = ports.claims().recoverOwn();
    LOGGER.log(Level.INFO, "Taken up from the life before: {0} jobs that ran", recovered);
    feed.start();
    relay.start();
    Pulse beats = new Pulse(ports.claims(), ports.sessions(), runner, relay, watches);
    beats.start();
    pulse = beats;
    openProjects.start(settings.lifecycle().snapshotInterval());
    warmPool.open(pool);
    Duration interval = settings.lifecycle().zombieInterval();
    timers.createIntervalTimer(
        interval.toMillis(), interval.toMillis(), new TimerConfig("zombies", false));
  }

  /** On every node; whoever claims the sweep's job does it. */
  @Timeout
  void lookForZombies() {
    try {
      if (sweep.needed()) {
        jobs.enqueue(new JobRequest(JobKind.SWEEP, null, null, Duration.ZERO, Map.of()));
      }
    } catch (RuntimeException e) {
      LOGGER.log(
          Level.WARNING,
          "Looking for zombies failed, and is tried again in {0}: {1}",
          settings.lifecycle().zombieInterval(),
          String.valueOf(e.getMessage()));
    }
  }

  @PreDestroy
  void stop() {
    openProjects.close();
    runner.stop();
    Pulse beats = pulse;
    if (beats != null) {
      beats.close();
    }
    warmPool.close(pool);
    relay.close();
    feed.close();
  }
}
