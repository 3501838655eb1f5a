package codeblocking.cleanup;

import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.Containers;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.LiveContainer;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.save.Safety;
import codeblocking.save.SaveTrigger;
import codeblocking.session.Sessions;
import codeblocking.terminal.Shells;
import java.util.Optional;

/**
 * The one way a workspace's container ends: pause, compare with the saves, save what differs in the
 * same pause, kill without resuming (S2).
 *
 * <p>What waits for a remote stays paused, so that no later write can postpone the end; whoever
 * comes back before the point of no return finds it running.
 */
public final class StopGate {
  /** Each time somebody resumed it between the comparison and the kill, it is looked at anew. */
  private static final int LOOKS = 5;

  private final Engine engine;
  private final Sessions sessions;
  private final PausedSave saving;
  private final Jobs jobs;

  public StopGate(Engine engine, Sessions sessions, PausedSave saving, Jobs jobs) {
    this.engine = engine;
    this.sessions = sessions;
    this.saving = saving;
    this.jobs = jobs;
  }

  /** What of a container has to end together. */
  public record Engine(Containers containers, ContainerRecords records, Shells shells) {}

  /** How it ended. */
  public enum How {
    STOPPED,
    FROZEN,
    NONE_RAN,
    SOMEBODY_CAME_BACK
  }

  /** How it ended, and why, in words. */
  public record Outcome(How how, String sentence) {}

  /**
   * Why a container is to end, and what must be true of its content.
   *
   * @param evenInUse clients that are attached do not hold it
   * @param least what its content must be before it is killed; {@code UNSAVED}: it is not wanted
   * @param filesStay false: the directory goes, too
   * @param sentence for the history, and for clients that are attached
   */
  public record Reason(
      boolean evenInUse, Safety least, boolean filesStay, String sentence, Ending ending) {
    public Reason(boolean evenInUse, Safety least, boolean filesStay, String sentence) {
      this(evenInUse, least, filesStay, sentence, Ending.KILL);
    }
  }

  /** What becomes of a container whose content is safe enough. */
  public enum Ending {
    KILL,
    /** It stays paused where its content is verified; else it is killed. */
    FREEZE
  }

  /**
   * Ends the container, or leaves it running because somebody came back.
   *
   * @throws RetryLater when the content is not safe enough yet
   * @throws NeedsPerson when it cannot be made so without a person
   */
  public Outcome stop(Project project, Reason reason, Work work)
      throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    try {
      for (int look = 0; look < LOOKS; look++) {
        Optional<LiveContainer> live = engine.containers().find(project.id());
        Optional<Outcome> outcome =
            live.isPresent()
                ? stop(project, live.get(), reason, work)
                : Optional.of(noneRan(project, reason, work));
        if (outcome.isPresent()) {
          return outcome.get();
        }
      }
    } catch (EngineUnavailable e) {
      throw new RetryLater(e.reason() + "; until then the container stays", e);
    }
    throw new RetryLater("the container was resumed again and again while it was compared", null);
  }

  private Outcome noneRan(Project project, Reason reason, Work work)
      throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    try {
      PausedSave.Verdict verdict = saving.judge(project, reason, work);
      forget(project, verdict.sentence());
      follow(project, verdict);
      return new Outcome(How.NONE_RAN, verdict.sentence());
    } catch (PausedSave.WaitsForRemote e) {
      throw e.retry();
    }
  }

  /** Empty: somebody resumed it on the way, so that nothing can be said of its content. */
  private Optional<Outcome> stop(Project project, LiveContainer live, Reason reason, Work work)
      throws EngineUnavailable, RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    ProjectId id = project.id();
    if (held(id, reason, work)) {
      // Somebody who came while an earlier try waited for the remote.
      engine.containers().resume(id);
      return Optional.of(cameBack());
    }
    work.phase("pause");
    work.checkLease();
    engine.containers().pause(id);
    boolean keepPaused = false;
    try {
      PausedSave.Verdict verdict = saving.judge(project, reason, work);
      work.checkLease();
      if (reason.ending() == Ending.FREEZE && !verdict.pushPending()) {
        keepPaused =
            engine
                .records()
                .freeze(id, new ContainerRecords.Stop(false, work.job().id(), verdict.sentence()));
        return Optional.of(keepPaused ? new Outcome(How.FROZEN, verdict.sentence()) : cameBack());
      }
      if (held(id, reason, work)
          // Those who were shown a shell before the ledger knows of them are known to the shells.
          || !(reason.evenInUse() || engine.shells().seal(id))
          || !engine
              .records()
              .beginStop(
                  id,
                  new ContainerRecords.Stop(
                      reason.evenInUse(), work.job().id(), verdict.sentence()))) {
        return Optional.of(cameBack());
      }
      keepPaused = true;
      return kill(project, live, verdict, work)
          ? Optional.of(new Outcome(How.STOPPED, verdict.sentence()))
          : Optional.empty();
    } catch (PausedSave.WaitsForRemote e) {
      if (held(id, reason, work)) {
        return Optional.of(cameBack());
      }
      keepPaused = sessions.count(id) == 0;
      throw e.retry();
    } finally {
      engine.shells().unseal(id);
      if (!keepPaused) {
        engine.containers().resume(id);
      }
    }
  }

  private boolean held(ProjectId project, Reason reason, Work work) {
    return work.cancelRequested() || (!reason.evenInUse() && sessions.count(project) > 0);
  }

  private static Outcome cameBack() {
    return new Outcome(How.SOMEBODY_CAME_BACK, "somebody came back: the container stays");
  }

  /** False: somebody resumed it since it was paused, so it was not killed. */
  private boolean kill(Project project, LiveContainer live, PausedSave.Verdict verdict, Work work)
      throws EngineUnavailable {
    work.phase("kill");
    engine.shells().close(project.id(), verdict.sentence());
    if (!engine.containers().removePaused(live.id())) {
      return false;
    }
    forget(project, verdict.sentence());
    follow(project, verdict);
    return true;
  }

  private void forget(Project project, String sentence) {
    Optional<ContainerRecord> row = engine.records().find(project.id());
    row.ifPresent(known -> engine.records().remove(project.id(), known.id(), sentence));
  }

  /** What is safe here only goes on to the remote by a job of its own. */
  private void follow(Project project, PausedSave.Verdict verdict) {
    if (verdict.pushPending()) {
      jobs.enqueue(
          JobRequest.of(JobKind.PERSIST, project.id(), null)
              .with("trigger", SaveTrigger.STOP.label()));
    }
  }
}
