package codeblocking.job;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What workers may ask of the ledger. Every write is fenced: {@code false} means lease lost. */
public interface Claims {
  /**
   * Takes a job to RUNNING under a lease, unless it has ended, its time has not come, its lane is
   * paused, or its project is busy (then it is BLOCKED, and rung when the other ends).
   */
  Optional<Claim> claim(JobId id);

  /** Extends leases. Those that are lost are left out of the answer. */
  List<Claim> heartbeat(Collection<Claim> claims);

  /** Each ends the one before; the last is the one that lasts. */
  boolean phases(Claim claim, List<Begun> begun);

  boolean progress(Claim claim, String text);

  boolean holds(Claim claim);

  boolean cancelRequested(Claim claim);

  boolean succeed(Claim claim, Handler.Success success);

  /** RETRYING with a time, or DEAD when the policy gives no further try. */
  boolean retryLater(Claim claim, RetryLater failure);

  /** DEAD, until a person helps. */
  boolean needsPerson(Claim claim, NeedsPerson failure);

  /** READY again without a try counted: it was us who interrupted it. */
  boolean giveBack(Claim claim, String reason);

  /** Doorbells that are due, each put off so that it is not due again at once. */
  List<Ring> due(int most);

  /** Jobs whose worker vanished: LOST, then READY again or DEAD. */
  int recoverLost();

  /** At start: this node's jobs of its former life are LOST at once, without waiting for leases. */
  int recoverOwn();

  /**
   * Whoever jobs were waiting on ({@link RetryLater#waitsOn}) is back: they run now.
   *
   * @return how many
   */
  int goOn(String waitedOn);

  /** Ends waiting jobs nobody can want any more, and revives DEAD ones that time may have cured. */
  int housekeep();
}
