package codeblocking.cleanup;

import codeblocking.activity.Activity;
import codeblocking.activity.IdleClients;
import codeblocking.activity.IdleRule;
import codeblocking.activity.KeepaliveRule;
import codeblocking.ledger.LedgerPorts;
import codeblocking.ledger.MemoryLedger;
import java.time.Duration;

/** What may come instead of a stop, over scripted meters. */
final class ReprievesKit {
  static final long HOST_MEMORY = 400;
  static final Duration IDLE = Duration.ofHours(2);

  final ScriptedMeters meters = new ScriptedMeters();
  final Activity activity;
  final IdleClients idle;
  private final MemoryLedger ledger;

  ReprievesKit(MemoryLedger ledger) {
    this.ledger = ledger;
    LedgerPorts ports = ledger.ports;
    this.activity = new Activity(ports.containers(), meters, meters, ledger.clock);
    this.idle =
        new IdleClients(
            activity,
            new IdleClients.Ports(
                ports.containers(), ports.sessions(), ports.jobs(), ports.events()),
            new IdleRule(IDLE, Duration.ZERO),
            ledger.clock);
  }

  StopContainer.Reprieves of(StopGate gate, Duration freeze, Duration keepalive) {
    LedgerPorts ports = ledger.ports;
    return new StopContainer.Reprieves(
        new KeepWorking(
            activity, new KeepaliveRule(keepalive), ports.containers(), ports.jobs(), ledger.clock),
        new FreezeContainer(
            gate,
            ports.containers(),
            meters,
            ports.jobs(),
            new FreezeContainer.Terms(freeze, new FreezeRule(HOST_MEMORY))),
        idle);
  }
}
