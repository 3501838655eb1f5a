package codeblocking.queue;

import codeblocking.job.Claim;
import codeblocking.job.Claims;
import codeblocking.job.Handler;
import codeblocking.job.Handler.Success;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Answers a doorbell: claims the job, carries it out outside any transaction, and records how it
 * ended. A failure is a fact on the job's row; only when the row cannot be written does it throw,
 * so that the doorbell comes again.
 */
public final class JobRunner {
  private static final System.Logger LOGGER = System.getLogger(JobRunner.class.getName());

  private final Claims claims;
  private final Map<JobKind, Handler> handlers;
  private final Clock clock;
  private final Executor notes;
  private final Map<Claim, Thread> running = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /** {@code notes}: where it is written how far jobs are. */
  public JobRunner(Claims claims, Collection<Handler> handlers, Clock clock, Executor notes) {
    this.claims = claims;
    this.clock = clock;
    this.notes = notes;
    this.handlers = new EnumMap<>(JobKind.class);
    handlers.forEach(handler -> this.handlers.put(handler.kind(), handler));
  }

  /** Looks at a job, and does it if it is to be done now. */
  public void answer(JobId id) {
    if (stopping) {
      // The doorbell is rung again, here after the restart or elsewhere at once.
      return;
    }
    Optional<Claim> claim = claims.claim(id);
    claim.ifPresent(this::carryOut);
  }

  private void carryOut(Claim claim) {
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    thread.setName(claim.job().kind().label() + "-" + claim.job().id());
    running.put(claim, thread);
    try {
      ClaimedWork work = new ClaimedWork(claims, claim, clock, notes);
      Ending ending = attempt(claim, work);
      work.settle();
      end(claim, ending);
    } finally {
      running.remove(claim);
      thread.setName(name);
      // An interrupt was meant for the job, not for whoever runs on this thread next.
      boolean unused = Thread.interrupted();
    }
  }

  /** How an attempt ended; records itself under the claim's fence. */
  private interface Ending {
    boolean record(Claims claims, Claim claim);
  }

  private Ending attempt(Claim claim, Work work) {
    try {
      Handler handler = handlers.get(claim.job().kind());
      if (handler == null) {
        return failed(claim, new NeedsPerson("no worker knows this kind of job", null));
      }
      Success success = handler.handle(work);
      LOGGER.log(
          Level.INFO,
          "{0} job {1} of project {2}: {3}",
          claim.job().kind().label(),
          claim.job().id(),
          claim.job().projectId(),
          success.message());
      return (ledger, held) -> ledger.succeed(held, success);
    } catch (RetryLater e) {
      log(claim, e, "it is tried again later");
      return (ledger, held) -> ledger.retryLater(held, e);
    } catch (NeedsPerson e) {
      return failed(claim, e);
    } catch (LeaseLost e) {
      log(claim, e, "the other worker carries on");
      return (ledger, held) -> true;
    } catch (InterruptedException e) {
      return (ledger, held) -> ledger.giveBack(held, "interrupted, because the server is stopping");
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "Unexpected failure of job " + claim.job().id(), e);
      RetryLater failure = new RetryLater("unexpected failure: " + e, e);
      return (ledger, held) -> ledger.retryLater(held, failure);
    }
  }

  private static Ending failed(Claim claim, NeedsPerson failure) {
    log(claim, failure, "it waits for a person");
    return (ledger, held) -> ledger.needsPerson(held, failure);
  }

  private static void log(Claim claim, Exception failure, String next) {
    LOGGER.log(
        Level.WARNING,
        "{0} job {1} of project {2}, attempt {3}: {4}; {5}",
        claim.job().kind().label(),
        claim.job().id(),
        claim.job().projectId(),
        claim.job().attempt(),
        failure.getMessage(),
        next);
  }

  private void end(Claim claim, Ending ending) {
    // The flag would fail the very write that gives the job back.
    boolean unused = Thread.interrupted();
    if (!ending.record(claims, claim)) {
      LOGGER.log(
          Level.WARNING,
          "Job {0} ended after its lease was lost; another worker carries on",
          claim.job().id());
    }
  }

  /** Extends the leases of what runs here, and interrupts what has lost its lease. */
  public void heartbeat() {
    List<Claim> held = List.copyOf(running.keySet());
    List<Claim> kept = claims.heartbeat(held);
    for (Claim claim : held) {
      Thread thread = running.get(claim);
      if (!kept.contains(claim) && thread != null) {
        thread.interrupt();
      }
    }
  }

  public int running() {
    return running.size();
  }

  /** Takes nothing new; what runs is interrupted, gives its job back and leaves. */
  public void stop() {
    stopping = true;
    running.values().forEach(Thread::interrupt);
  }
}
