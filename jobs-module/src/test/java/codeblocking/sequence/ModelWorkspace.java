package codeblocking.sequence;

import codeblocking.container.LiveContainer;
import codeblocking.job.Handler;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.save.Safety;
import codeblocking.save.Save;
import codeblocking.save.SaveState;
import codeblocking.save.SaveTrigger;
import codeblocking.save.Saves;
import codeblocking.save.Saving;
import codeblocking.save.Skipped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** A workspace as a number that rises with every write, and a remote that has moods. */
final class ModelWorkspace implements Saving, Handler {
  /** What the remote answers. */
  enum Remote {
    UP,
    AWAY,
    REFUSING
  }

  private final Bug bug;
  private final Map<JobId, Integer> pinned = new HashMap<>();
  Remote remote = Remote.UP;
  Runnable meanwhile = () -> {};

  int written;
  int durable;
  int verified;

  /** Since the last verified save a push has failed. */
  private boolean failed;

  /** Whether the stop that is at work is one that a user asked for. */
  BooleanSupplier asked = () -> false;

  private final Project project;
  private final Saves saves;
  private final Clock clock;

  ModelWorkspace(Bug bug, Project project, Saves saves, Clock clock) {
    this.bug = bug;
    this.project = project;
    this.saves = saves;
    this.clock = clock;
  }

  /** S2: called at the moment of the kill. */
  void endOf(LiveContainer container) {
    if (!container.paused()) {
      throw new Violation("S2: it was killed while it ran");
    }
    if (written != verified && !((failed || asked.getAsBoolean()) && written == durable)) {
      throw new Violation(
          "S2: killed with write %d; verified %d, durable %d"
              .formatted(written, verified, durable));
    }
  }

  @Override
  public void save(Project saved, Cause cause, Work work)
      throws RetryLater, NeedsPerson, LeaseLost {
    meanwhile.run();
    int read = pinned.computeIfAbsent(cause.job(), job -> written);
    durable = Math.max(durable, read);
    record(cause, read, SaveState.SAVED_LOCALLY);
    meanwhile.run();
    work.checkLease();
    switch (remote) {
      case UP -> {
        verified = Math.max(verified, read);
        record(cause, read, SaveState.SAVED);
        failed = failed && verified < durable;
      }
      case AWAY -> {
        failed = true;
        throw new RetryLater("the remote is away", null);
      }
      case REFUSING -> {
        failed = true;
        record(cause, read, SaveState.BLOCKED);
        throw new NeedsPerson("the remote refuses", null);
      }
    }
  }

  /** So that the ledger knows which jobs have read the workspace already. */
  private void record(Cause cause, int read, SaveState state) {
    saves.put(
        new Save(
            UUID.nameUUIDFromBytes(cause.job().toString().getBytes(StandardCharsets.UTF_8)),
            project.id(),
            cause.job(),
            "%040x".formatted(read),
            "%040x".formatted(read),
            "",
            "refs/heads/main",
            clock.instant(),
            cause.trigger(),
            state,
            null,
            1,
            List.of()));
  }

  @Override
  public Safety compare(Project compared) {
    meanwhile.run();
    int read = written;
    meanwhile.run();
    if (bug == Bug.DIRTINESS_IS_IGNORED || read == verified) {
      return Safety.VERIFIED;
    }
    return read == durable ? Safety.DURABLE : Safety.UNSAVED;
  }

  @Override
  public List<Skipped> leftOut(Project asked) {
    return List.of();
  }

  @Override
  public JobKind kind() {
    return JobKind.PERSIST;
  }

  @Override
  public Success handle(Work work) throws RetryLater, NeedsPerson, LeaseLost {
    work.checkLease();
    save(
        project,
        new Cause(work.job().id(), work.job().createdAt(), SaveTrigger.DISCONNECT, null),
        work);
    return Success.done("saved");
  }
}
