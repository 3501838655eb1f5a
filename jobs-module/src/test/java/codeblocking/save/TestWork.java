package codeblocking.save;

import codeblocking.job.Job;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobState;
import codeblocking.job.LeaseLost;
import codeblocking.job.Work;
import codeblocking.project.Project;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A claimed job, that can be told to crash when a phase begins. */
public final class TestWork implements Work {
  /** What a crash is like for the code under test. */
  public static final class Crash extends RuntimeException {
    Crash(String where) {
      super("crash at " + where);
    }
  }

  private final Job job;
  private final @Nullable String crashAt;
  private final int crashAtLeaseCheck;
  private int leaseChecks;
  private @Nullable Runnable beforeVerify;
  public final List<String> phases = new ArrayList<>();
  public final List<String> progress = new ArrayList<>();

  private TestWork(Job job, @Nullable String crashAt, int crashAtLeaseCheck) {
    this.job = job;
    this.crashAt = crashAt;
    this.crashAtLeaseCheck = crashAtLeaseCheck;
  }

  public static TestWork of(Project project, JobKind kind) {
    return new TestWork(job(project, kind), null, 0);
  }

  public TestWork crashingAt(String phase) {
    return new TestWork(job, phase, 0);
  }

  public TestWork crashingAtLeaseCheck(int which) {
    return new TestWork(job, null, which);
  }

  /** Once. */
  public TestWork beforeVerify(Runnable action) {
    beforeVerify = action;
    return this;
  }

  private static Job job(Project project, JobKind kind) {
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    return new Job(
        JobId.random(),
        kind,
        JobState.RUNNING,
        null,
        project.id(),
        project.owner(),
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
  }

  @Override
  public Job job() {
    return job;
  }

  @Override
  public void phase(String name) {
    phases.add(name);
    Runnable before = beforeVerify;
    if (before != null && name.equals("verify")) {
      beforeVerify = null;
      before.run();
    }
    if (name.equals(crashAt)) {
      throw new Crash(name);
    }
  }

  @Override
  public void progress(String text) {
    progress.add(text);
  }

  @Override
  public void checkLease() throws LeaseLost {
    if (++leaseChecks == crashAtLeaseCheck) {
      throw new Crash("lease check " + leaseChecks);
    }
  }

  @Override
  public boolean cancelRequested() {
    return false;
  }
}
