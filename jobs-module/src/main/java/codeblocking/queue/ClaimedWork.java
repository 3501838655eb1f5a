package codeblocking.queue;

import codeblocking.job.Claim;
import codeblocking.job.Claims;
import codeblocking.job.Job;
import codeblocking.job.LeaseLost;
import codeblocking.job.Work;
import java.util.concurrent.TimeUnit;

/** A claim in the hands of its worker. */
final class ClaimedWork implements Work {
  // Readers see no more anyway, and each is a transaction.
  private static final long BETWEEN_PROGRESS = TimeUnit.MILLISECONDS.toNanos(400);

  private final Claims claims;
  private final Claim claim;
  private long lastProgress = System.nanoTime() - BETWEEN_PROGRESS;

  ClaimedWork(Claims claims, Claim claim) {
    this.claims = claims;
    this.claim = claim;
  }

  @Override
  public Job job() {
    return claim.job();
  }

  @Override
  public void phase(String name) {
    claims.phase(claim, name);
  }

  @Override
  public void progress(String text) {
    long now = System.nanoTime();
    if (now - lastProgress >= BETWEEN_PROGRESS) {
      lastProgress = now;
      claims.progress(claim, text);
    }
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
