package codeblocking.cleanup;

import codeblocking.cleanup.StopRule.Decision;
import codeblocking.cleanup.StopRule.Saved;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.save.Safety;
import codeblocking.save.SaveTrigger;
import codeblocking.save.Saving;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the content of a paused workspace as safe as its end asks for, and says how safe it is. */
public final class PausedSave {
  private final Saving saving;
  private final Jobs jobs;

  public PausedSave(Saving saving, Jobs jobs) {
    this.saving = saving;
    this.jobs = jobs;
  }

  /**
   * The container may end.
   *
   * @param sentence why, and what of its content is not in the remote yet
   * @param pushPending its content is safe here only
   */
  record Verdict(String sentence, boolean pushPending) {}

  /** Not yet; nothing more may be written meanwhile. */
  static final class WaitsForRemote extends Exception {
    private final RetryLater retry;

    WaitsForRemote(RetryLater retry) {
      super(retry);
      this.retry = retry;
    }

    RetryLater retry() {
      return retry;
    }
  }

  /** What became of a save. */
  private record Tried(Saved saved, String words, Duration after, @Nullable Exception cause) {
    static final Tried YES = new Tried(Saved.YES, "", Duration.ZERO, null);
  }

  /** INVARIANT S2. An import that has not finished is not saved: its files stay where they are. */
  Verdict judge(Project project, StopGate.Reason reason, Work work)
      throws WaitsForRemote, NeedsPerson, LeaseLost, InterruptedException {
    if (reason.least() == Safety.UNSAVED || (!project.filled() && reason.filesStay())) {
      return new Verdict(reason.sentence(), false);
    }
    work.phase("compare");
    Safety safety = saving.compare(project);
    Tried tried = Tried.YES;
    if (safety.compareTo(reason.least()) > 0) {
      requireFilled(project);
      tried = save(project, work);
      work.phase("compare");
      safety = saving.compare(project);
    }
    Decision decision =
        StopRule.of(
            new StopRule.Facts(
                reason.least(),
                safety,
                reason.filesStay(),
                tried.saved(),
                tried.after(),
                work.job().attempt()));
    return decided(project, reason, decision, new Judged(safety, tried));
  }

  private static void requireFilled(Project project) throws NeedsPerson {
    if (!project.filled()) {
      throw new NeedsPerson(
          "not deleted: the import has not finished, so the files that are there cannot be saved;"
              + " retry the import, or delete with discard",
          null);
    }
  }

  private Tried save(Project project, Work work) throws LeaseLost, InterruptedException {
    work.phase("save");
    try {
      saving.save(
          project,
          new Saving.Cause(work.job().id(), work.job().createdAt(), SaveTrigger.STOP, null),
          work);
      return Tried.YES;
    } catch (RetryLater e) {
      return new Tried(Saved.LATER, words(e), e.after().orElse(Duration.ZERO), e);
    } catch (NeedsPerson e) {
      return new Tried(Saved.PERSON, words(e), Duration.ZERO, e);
    }
  }

  private static String words(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private record Judged(Safety safety, Tried tried) {}

  private Verdict decided(Project project, StopGate.Reason reason, Decision decision, Judged judged)
      throws WaitsForRemote, NeedsPerson {
    Tried tried = judged.tried();
    return switch (decision) {
      case END -> new Verdict(reason.sentence(), judged.safety() == Safety.DURABLE);
      case END_SAFE_HERE ->
          new Verdict(
              "%s; its work is safe here, its directory stays, and it goes to the remote when that is possible: %s"
                  .formatted(reason.sentence(), tried.words()),
              true);
      case RETRY ->
          throw new WaitsForRemote(
              new RetryLater(
                  tried.words() + "; the container is not stopped before that",
                  tried.cause(),
                  tried.after().isZero()
                      ? java.util.Optional.empty()
                      : java.util.Optional.of(tried.after())));
      case SAVE_ANEW -> throw saveAnew(project);
      case REFUSE ->
          throw new NeedsPerson("the container is not stopped: " + tried.words(), tried.cause());
    };
  }

  /** One job, one commit (S5): what was written since this one's was made is another's to save. */
  private WaitsForRemote saveAnew(Project project) {
    jobs.enqueue(
        JobRequest.of(JobKind.PERSIST, project.id(), null)
            .with("trigger", SaveTrigger.STOP.label()));
    return new WaitsForRemote(
        new RetryLater(
            "the workspace differs from its last save: it is saved first, then the container stops",
            null));
  }
}
