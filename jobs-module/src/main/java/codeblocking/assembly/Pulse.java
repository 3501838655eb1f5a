package codeblocking.assembly;

import codeblocking.activity.IdleClients;
import codeblocking.cleanup.QuotaWatch;
import codeblocking.job.Claims;
import codeblocking.prewarm.IntentOutcomes;
import codeblocking.queue.JobRunner;
import codeblocking.queue.Relay;
import codeblocking.session.Sessions;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What keeps a node's leases and sessions alive, and rings what was not heard. */
final class Pulse implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Pulse.class.getName());
  private static final int DOORBELLS_AT_ONCE = 500;

  // Four threads: a slow housekeeping must not let leases lapse.
  private final ScheduledExecutorService beats =
      Executors.newScheduledThreadPool(
          4,
          task -> {
            Thread thread = new Thread(task, "pulse");
            thread.setDaemon(true);
            return thread;
          });
  private final Claims claims;
  private final Sessions sessions;
  private final JobRunner runner;
  private final Relay relay;
  private final Watches watches;

  /** What looks at the containers now and then. */
  record Watches(IdleClients idle, QuotaWatch quota, IntentOutcomes intents) {}

  Pulse(Claims claims, Sessions sessions, JobRunner runner, Relay relay, Watches watches) {
    this.claims = claims;
    this.sessions = sessions;
    this.runner = runner;
    this.relay = relay;
    this.watches = watches;
  }

  void start() {
    every(5, "extending leases", runner::heartbeat);
    every(5, "keeping sessions alive", sessions::heartbeat);
    every(1, "ringing what is due", () -> claims.due(DOORBELLS_AT_ONCE).forEach(relay::ring));
    every(3, "taking up lost jobs", claims::recoverLost);
    every(5, "closing abandoned sessions", sessions::closeAbandoned);
    every(10, "looking who uses what", watches.idle()::look);
    every(5, "looking for full workspaces", watches.quota()::look);
    every(5, "counting hunches", watches.intents()::settle);
    every(600, "housekeeping", claims::housekeep);
  }

  private void every(long seconds, String what, Runnable action) {
    beats.scheduleWithFixedDelay(
        () -> {
          try {
            action.run();
          } catch (RuntimeException e) {
            LOGGER.log(
                Level.WARNING,
                "{0} failed, and is tried again in {1} s: {2}",
                what,
                seconds,
                String.valueOf(e.getMessage()));
          }
        },
        seconds,
        seconds,
        TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    beats.shutdownNow();
  }
}
