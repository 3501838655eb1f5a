package codeblocking.assembly;

import codeblocking.activity.Activity;
import codeblocking.activity.IdleClients;
import codeblocking.activity.IdleRule;
import codeblocking.activity.KeepaliveRule;
import codeblocking.activity.Meters;
import codeblocking.cleanup.FreezeContainer;
import codeblocking.cleanup.FreezeRule;
import codeblocking.cleanup.KeepWorking;
import codeblocking.cleanup.QuotaRule;
import codeblocking.cleanup.QuotaWatch;
import codeblocking.cleanup.StopContainer;
import codeblocking.cleanup.StopGate;
import codeblocking.container.CgroupMeters;
import codeblocking.container.DockerContainers;
import codeblocking.event.EventFeed;
import codeblocking.ledger.LedgerPorts;
import codeblocking.place.Places;
import codeblocking.prewarm.IntentOutcomes;
import codeblocking.project.ProjectId;
import codeblocking.settings.Settings;
import codeblocking.terminal.Terminals;
import codeblocking.workspace.DiskUse;
import com.sun.management.OperatingSystemMXBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Clock;

/** Who uses what, and what that keeps. */
@Singleton
public class Presence {
  private final Meters meters = new CgroupMeters();
  private final Settings settings;
  private final Clock clock;

  @Inject
  Presence(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Produces
  @Singleton
  Activity activity(LedgerPorts ports, Terminals terminals, EventFeed feed) {
    Activity activity = new Activity(ports.containers(), meters, terminals, clock);
    // For as long as the application lives: whoever comes uses it.
    var unused =
        feed.subscribe(
            event -> {
              ProjectId project = event.projectId();
              if (project != null
                  && event.type().equals("session")
                  && "opened".equals(event.reason())) {
                activity.used(project);
              }
            });
    return activity;
  }

  @Produces
  @Singleton
  IdleClients idle(Activity activity, LedgerPorts ports) {
    return new IdleClients(
        activity,
        new IdleClients.Ports(ports.containers(), ports.sessions(), ports.jobs(), ports.events()),
        new IdleRule(settings.lifecycle().idle(), settings.lifecycle().keepalive()),
        clock);
  }

  @Produces
  @Singleton
  StopContainer.Reprieves reprieves(
      Activity activity, IdleClients idle, StopGate gate, LedgerPorts ports) {
    Settings.Lifecycle lifecycle = settings.lifecycle();
    return new StopContainer.Reprieves(
        new KeepWorking(
            activity,
            new KeepaliveRule(lifecycle.keepalive()),
            ports.containers(),
            ports.jobs(),
            clock),
        new FreezeContainer(
            gate,
            ports.containers(),
            meters,
            ports.jobs(),
            new FreezeContainer.Terms(lifecycle.freeze(), new FreezeRule(hostMemory()))),
        idle);
  }

  @Produces
  @Singleton
  QuotaWatch quota(Activity activity, LedgerPorts ports, DockerContainers docker, Places places) {
    return new QuotaWatch(
        activity,
        new QuotaWatch.Ports(ports.containers(), docker, ports.jobs(), ports.events()),
        new DiskUse(places)::of,
        new QuotaRule(settings.limits().workspaceQuotaBytes()),
        clock);
  }

  @Produces
  @Singleton
  Pulse.Watches watches(IdleClients idle, QuotaWatch quota, IntentOutcomes intents) {
    return new Pulse.Watches(idle, quota, intents);
  }

  private static long hostMemory() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getTotalMemorySize();
  }
}
