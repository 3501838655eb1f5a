package codeblocking.queue;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.SettableClock;
import codeblocking.job.Begun;
import codeblocking.job.Claim;
import codeblocking.job.Claims;
import codeblocking.job.Handler;
import codeblocking.job.Job;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobState;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Ring;
import codeblocking.job.Work;
import codeblocking.project.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every way in which a handler may end becomes a fact on the row. */
class JobRunnerTest {
  private final RecordedClaims claims = new RecordedClaims();
  private final SettableClock clock = new SettableClock();
  private final ExecutorService notes = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    notes.shutdownNow();
  }

  /** A handler's body. */
  private interface Body {
    Handler.Success run(Work work) throws RetryLater, NeedsPerson, LeaseLost, InterruptedException;
  }

  private JobRunner runner(Body body) {
    Handler handler =
        new Handler() {
          @Override
          public JobKind kind() {
            return JobKind.PERSIST;
          }

          @Override
          public Success handle(Work work)
              throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
            return body.run(work);
          }
        };
    return new JobRunner(claims, List.of(handler), clock, notes);
  }

  @Test
  void success_is_recorded() {
    runner(work -> Handler.Success.done("saved")).answer(JobId.random());
    assertThat(claims.endings).containsExactly("succeed saved");
  }

  @Test
  void what_time_may_cure_is_retried() {
    runner(
            work -> {
              throw new RetryLater("503", null);
            })
        .answer(JobId.random());
    assertThat(claims.endings).containsExactly("retry 503");
  }

  @Test
  void what_only_a_person_can_cure_is_said_so() {
    runner(
            work -> {
              throw new NeedsPerson("401", null);
            })
        .answer(JobId.random());
    assertThat(claims.endings).containsExactly("person 401");
  }

  @Test
  void a_bug_is_retried_and_not_swallowed() {
    runner(
            work -> {
              throw new IllegalStateException("bug");
            })
        .answer(JobId.random());
    assertThat(claims.endings).singleElement().asString().startsWith("retry unexpected failure");
  }

  @Test
  void a_lost_lease_leaves_the_row_to_the_other_worker() {
    runner(
            work -> {
              throw new LeaseLost(work.job().id());
            })
        .answer(JobId.random());
    assertThat(claims.endings).isEmpty();
  }

  /** The work waits for nobody who writes down how far it is; its end does. */
  @Test
  void phases_are_noted_beside_the_work_with_the_time_they_began_and_before_its_end() {
    CountDownLatch busy = new CountDownLatch(1);
    notes.execute(
        () -> {
          try {
            busy.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    long start = clock.instant().getEpochSecond();

    runner(
            work -> {
              work.phase("snapshot");
              clock.advance(Duration.ofSeconds(2));
              work.phase("push");
              assertThat(claims.endings).isEmpty();
              busy.countDown();
              return Handler.Success.done("saved");
            })
        .answer(JobId.random());

    assertThat(claims.endings)
        .containsExactly("snapshot at " + start, "push at " + (start + 2), "succeed saved");
  }

  @Test
  void a_ledger_that_takes_no_phase_ends_no_work() {
    claims.takesPhases = false;
    runner(
            work -> {
              work.phase("push");
              return Handler.Success.done("saved");
            })
        .answer(JobId.random());
    assertThat(claims.endings).containsExactly("succeed saved");
  }

  @Test
  void a_job_that_is_not_to_be_done_now_is_let_be() {
    claims.claimable = false;
    runner(work -> Handler.Success.done("never")).answer(JobId.random());
    assertThat(claims.endings).isEmpty();
  }

  @Test
  void stopping_interrupts_what_runs_and_gives_it_back() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    JobRunner runner =
        runner(
            work -> {
              begun.countDown();
              new CountDownLatch(1).await();
              return Handler.Success.done("never");
            });
    Thread worker = new Thread(() -> runner.answer(JobId.random()));
    worker.start();
    begun.await();
    runner.stop();
    worker.join();
    assertThat(claims.endings).singleElement().asString().startsWith("back");
  }

  @Test
  void a_worker_whose_lease_is_lost_is_interrupted_at_the_next_heartbeat() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    JobRunner runner =
        runner(
            work -> {
              begun.countDown();
              new CountDownLatch(1).await();
              return Handler.Success.done("never");
            });
    Thread worker = new Thread(() -> runner.answer(JobId.random()));
    worker.start();
    begun.await();
    claims.alive = false;
    runner.heartbeat();
    worker.join();
    assertThat(runner.running()).isZero();
  }

  /** Claims that remember how jobs ended. */
  private static final class RecordedClaims implements Claims {
    final List<String> endings = java.util.Collections.synchronizedList(new ArrayList<>());
    volatile boolean claimable = true;
    volatile boolean alive = true;
    volatile boolean takesPhases = true;

    @Override
    public Optional<Claim> claim(JobId id) {
      Instant now = Instant.EPOCH;
      Job job =
          new Job(
              id,
              JobKind.PERSIST,
              JobState.RUNNING,
              null,
              ProjectId.random(),
              null,
              Map.of(),
              1,
              0,
              now,
              now,
              now,
              now,
              null,
              null,
              null,
              null,
              null);
      return claimable ? Optional.of(new Claim(job, 1)) : Optional.empty();
    }

    @Override
    public List<Claim> heartbeat(Collection<Claim> held) {
      return alive ? List.copyOf(held) : List.of();
    }

    @Override
    public boolean phases(Claim claim, List<Begun> begun) {
      if (!takesPhases) {
        throw new IllegalStateException("the database is away");
      }
      begun.forEach(each -> endings.add(each.phase() + " at " + each.at().getEpochSecond()));
      return true;
    }

    @Override
    public boolean progress(Claim claim, String text) {
      return true;
    }

    @Override
    public boolean holds(Claim claim) {
      return true;
    }

    @Override
    public boolean cancelRequested(Claim claim) {
      return false;
    }

    @Override
    public boolean succeed(Claim claim, Handler.Success success) {
      return endings.add("succeed " + success.message());
    }

    @Override
    public boolean retryLater(Claim claim, RetryLater failure) {
      return endings.add("retry " + failure.getMessage());
    }

    @Override
    public boolean needsPerson(Claim claim, NeedsPerson failure) {
      return endings.add("person " + failure.getMessage());
    }

    @Override
    public boolean giveBack(Claim claim, String reason) {
      return endings.add("back " + reason);
    }

    @Override
    public List<Ring> due(int most) {
      return List.of();
    }

    @Override
    public int recoverLost() {
      return 0;
    }

    @Override
    public int recoverOwn() {
      return 0;
    }

    @Override
    public int goOn(String waitedOn) {
      return 0;
    }

    @Override
    public int housekeep() {
      return 0;
    }
  }
}
