package codeblocking.ledger;

import codeblocking.SettableClock;
import codeblocking.credential.Seal;
import codeblocking.job.Begun;
import codeblocking.job.Claim;
import codeblocking.job.Handler;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.LeaseLost;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Author;
import codeblocking.project.ImportProgress;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The real ledger on a database in memory: tests of use cases need no fake of it. */
public final class MemoryLedger implements AutoCloseable {
  public static final UserId ALICE = new UserId("alice");

  public final SettableClock clock = new SettableClock();
  private final Ledger ledger =
      Ledger.open(
          new Settings.Database(
              "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));
  public final LedgerPorts ports =
      LedgerPorts.of(
          ledger,
          clock,
          ring -> {},
          new Seal(new byte[32]),
          new LedgerPorts.Node("node", "life", 1000));

  /** The same database, as the server sees it after a restart. */
  public LedgerPorts life(String life) {
    return LedgerPorts.of(
        ledger,
        clock,
        ring -> {},
        new Seal(new byte[32]),
        new LedgerPorts.Node("node", life, 1000));
  }

  public Project aProject(@Nullable ImportProgress imported) {
    Project project =
        new Project(
            ProjectId.random(),
            ALICE,
            new Author("Alice", "alice@example.com"),
            "Demo",
            "base",
            null,
            "main",
            imported,
            clock.instant());
    ports.projects().add(project);
    return project;
  }

  /** A job of that kind in the hands of its worker. */
  public Work claimed(JobRequest request) {
    JobId id = ports.jobs().enqueue(request).id();
    return new ClaimedInTest(ports.claims().claim(id).orElseThrow());
  }

  public Work claimed(JobKind kind, Project project) {
    return claimed(JobRequest.of(kind, project.id(), null));
  }

  /** The job failed in a way that time may cure, its pause has passed, and it is claimed again. */
  public Work againAfterFailure(Work work) {
    ports.claims().retryLater(((ClaimedInTest) work).claim, new RetryLater("not yet", null));
    clock.advance(Duration.ofMinutes(1));
    return new ClaimedInTest(ports.claims().claim(work.job().id()).orElseThrow());
  }

  /** The worker is done with it. */
  public void ended(Work work, Handler.Success success) {
    ports.claims().succeed(((ClaimedInTest) work).claim, success);
  }

  private final class ClaimedInTest implements Work {
    private final Claim claim;

    private ClaimedInTest(Claim claim) {
      this.claim = claim;
    }

    @Override
    public codeblocking.job.Job job() {
      return claim.job();
    }

    @Override
    public void phase(String name) {
      ports.claims().phases(claim, List.of(new Begun(name, clock.instant())));
    }

    @Override
    public void progress(String text) {
      ports.claims().progress(claim, text);
    }

    @Override
    public void checkLease() throws LeaseLost {
      if (!ports.claims().holds(claim)) {
        throw new LeaseLost(claim.job().id());
      }
    }

    @Override
    public boolean cancelRequested() {
      return ports.claims().cancelRequested(claim);
    }
  }

  @Override
  public void close() {
    ledger.close();
  }
}
