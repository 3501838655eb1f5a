package codeblocking.queue;

import codeblocking.job.Begun;
import codeblocking.job.Claim;
import codeblocking.job.Claims;
import codeblocking.job.Job;
import codeblocking.job.LeaseLost;
import codeblocking.job.Work;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A claim in the hands of its worker. How far it is, is noted beside the work, which waits for the
 * disk only where that matters to it.
 */
final class ClaimedWork implements Work {
  private static final System.Logger LOGGER = System.getLogger(ClaimedWork.class.getName());

  // Readers see no more anyway, and each is a transaction.
  private static final long BETWEEN_PROGRESS = TimeUnit.MILLISECONDS.toNanos(400);

  private static final long MOST_SECONDS = 5;

  private final Claims claims;
  private final Claim claim;
  private final Clock clock;
  private final Executor notes;
  private long lastProgress = System.nanoTime() - BETWEEN_PROGRESS;

  /** Guarded by this; those that come while others are written are written together. */
  private final List<Begun> unnoted = new ArrayList<>();

  /** Guarded by this. */
  private CompletableFuture<Void> noting = CompletableFuture.completedFuture(null);

  ClaimedWork(Claims claims, Claim claim, Clock clock, Executor notes) {
    this.claims = claims;
    this.claim = claim;
    this.clock = clock;
    this.notes = notes;
  }

  @Override
  public Job job() {
    return claim.job();
  }

  @Override
  public synchronized void phase(String name) {
    unnoted.add(new Begun(name, clock.instant()));
    later(this::notePhases);
  }

  private void notePhases() {
    List<Begun> begun;
    synchronized (this) {
      begun = List.copyOf(unnoted);
      unnoted.clear();
    }
    if (!begun.isEmpty()) {
      claims.phases(claim, begun);
    }
  }

  @Override
  public void progress(String text) {
    long now = System.nanoTime();
    if (now - lastProgress >= BETWEEN_PROGRESS) {
      lastProgress = now;
      later(() -> claims.progress(claim, text));
    }
  }

  /** One after the other. */
  private synchronized void later(Runnable note) {
    try {
      noting = noting.thenRunAsync(() -> noted(note), notes);
    } catch (RejectedExecutionException e) {
      LOGGER.log(Level.DEBUG, "not noted any more, the server is going away");
    }
  }

  /** The work's end, which the ledger must take, says more than how far it was. */
  private void noted(Runnable note) {
    try {
      note.run();
    } catch (RuntimeException e) {
      LOGGER.log(Level.DEBUG, "job " + claim.job().id() + " could not note how far it is", e);
    }
  }

  /**
   * Waits until all is noted, since what ends the attempt is written after it; not for long, since
   * the executor may have been ended with the server.
   */
  void settle() {
    CompletableFuture<Void> last;
    synchronized (this) {
      last = noting;
    }
    last.completeOnTimeout(null, MOST_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void checkLease() throws LeaseLost {
    if (!claims.holds(claim)) {
      throw new LeaseLost(claim.job().id());
    }
  }

  @Override
  public boolean cancelRequested() {
    return claims.cancelRequested(claim);
  }
}
