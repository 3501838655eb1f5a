package codeblocking.assembly;

import codeblocking.event.EventFeed;
import codeblocking.ledger.LedgerPorts;
import codeblocking.pool.Pool;
import codeblocking.prewarm.IdleCores;
import codeblocking.prewarm.IntentOutcomes;
import codeblocking.prewarm.RequestIntent;
import codeblocking.prewarm.RequestPrewarm;
import codeblocking.prewarm.SpareRule;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Clock;

/** Containers that are warmed before anybody clicks. */
@Singleton
public class Hunches {
  @Produces
  @Singleton
  IntentOutcomes outcomes(LedgerPorts ports, EventFeed feed, Background background, Clock clock) {
    IntentOutcomes outcomes =
        new IntentOutcomes(ports.intents(), ports.jobs(), ports.sessions(), ports.events(), clock);
    // For as long as the application lives; the feed's thread must not wait for the database.
    var unused =
        feed.subscribe(
            event -> {
              if (event.type().equals("session")) {
                background.executor().execute(() -> outcomes.heard(event));
              }
            });
    return outcomes;
  }

  @Produces
  @Singleton
  RequestIntent requestIntent(RequestPrewarm prewarm, Pool pool, LedgerPorts ports, Clock clock) {
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    IdleCores cores =
        new IdleCores(
            ports.jobs(), machine::getSystemLoadAverage, machine.getAvailableProcessors());
    return new RequestIntent(
        prewarm,
        environment -> SpareRule.spare(stock(pool, environment), cores.spare(environment)),
        new RequestIntent.Ports(ports.intents(), ports.containers(), ports.jobs(), clock));
  }

  private static SpareRule.Stock stock(Pool pool, String environment) {
    return pool.status().stream()
        .filter(status -> status.environment().equals(environment))
        .findFirst()
        .map(status -> new SpareRule.Stock(status.ready(), status.minimum()))
        .orElse(SpareRule.Stock.NONE);
  }
}
