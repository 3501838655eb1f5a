package codeblocking.ledger;

import codeblocking.container.ContainerRecords;
import codeblocking.credential.Credentials;
import codeblocking.credential.Seal;
import codeblocking.event.Acts;
import codeblocking.event.Events;
import codeblocking.job.Claims;
import codeblocking.job.Jobs;
import codeblocking.lifeline.Lifelines;
import codeblocking.prewarm.IntentRecords;
import codeblocking.project.Projects;
import codeblocking.queue.Doorbell;
import codeblocking.save.Saves;
import codeblocking.session.Sessions;
import codeblocking.timeline.Snapshots;
import codeblocking.trend.Trends;
import java.time.Clock;

/** Every port that the database serves. */
public record LedgerPorts(
    Jobs jobs,
    Claims claims,
    Projects projects,
    Sessions sessions,
    ContainerRecords containers,
    Saves saves,
    Snapshots snapshots,
    Credentials credentials,
    Events events,
    IntentRecords intents,
    Lifelines lifelines,
    Acts acts,
    Trends trends) {

  /**
   * Who works on the ledger.
   *
   * @param name of the node, lasting, without slash
   * @param life differs at each start
   * @param queueMax jobs waiting in one lane at most
   */
  public record Node(String name, String life, int queueMax) {}

  public static LedgerPorts of(
      Ledger ledger, Clock clock, Doorbell doorbell, Seal seal, Node node) {
    JobWrites writes = new JobWrites(clock, doorbell, node.queueMax());
    return new LedgerPorts(
        new JpaJobs(ledger, writes),
        new JpaClaims(ledger, writes, node.name(), node.life()),
        new JpaProjects(ledger, clock),
        new JpaSessions(ledger, writes, node.name() + "/" + node.life()),
        new JpaContainerRecords(ledger, clock),
        new JpaSaves(ledger, clock),
        new JpaSnapshots(ledger),
        new JpaCredentials(ledger, seal),
        new JpaEvents(ledger, clock),
        new JpaIntents(ledger),
        new JpaLifelines(ledger),
        new JpaActs(ledger, clock),
        new JpaTrends(ledger));
  }
}
