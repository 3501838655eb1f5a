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
import codeblocking.save.Safety;
import codeblocking.save.SaveTrigger;
import codeblocking.save.Saving;
import codeblocking.session.Sessions;
import codeblocking.terminal.Shells;
import java.util.Optional;

/**
 * The one way a workspace's container ends: pause, compare with the saves, have saved what differs,
 * kill without resuming (S2).
 */
public final class StopGate {
  // What writes without end never equals a save made while it runs: from this try on it is saved
  // while it is paused.
  private static final int TRIES_RUNNING = 3;

  private final Engine engine;
  private final Sessions sessions;
  private final Saving saving;
  private final Jobs jobs;

  public StopGate(Engine engine, Sessions sessions, Saving saving, Jobs jobs) {
    this.engine = engine;
    this.sessions = sessions;
    this.saving = saving;
    this.jobs = jobs;
  }

  /** What of a container has to end together. */
  public record Engine(Containers containers, ContainerRecords records, Shells shells) {}

  /** How it ended. */
  public enum Outcome {
    STOPPED,
    NONE_RAN,
    SOMEBODY_CAME_BACK
  }

  /**
   * Why a container is to end, and what must be true of its content.
   *
   * @param asked by the user: clients that are attached do not hold it
   * @param least what its content must be before it is killed; {@code UNSAVED}: it is not wanted
   * @param filesStay false: the directory goes, too
   * @param sentence for the history
   */
  public record Reason(boolean asked, Safety least, boolean filesStay, String sentence) {}

  /**
   * Ends the container, or leaves it running because somebody came back.
   *
   * @throws RetryLater when the content is not safe enough yet; a save has been left for it
   */
  public Outcome stop(Project project, Reason reason, Work work)
      throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    try {
      Optional<LiveContainer> live = engine.containers().find(project.id());
      if (live.isEmpty()) {
        if (!safeEnough(project, reason)) {
          throw saveFirst(project);
        }
        forget(project, reason);
        return Outcome.NONE_RAN;
      }
      return stop(project, live.get(), reason, work);
    } catch (EngineUnavailable e) {
      throw new RetryLater(e.reason() + "; until then the container stays", e);
    }
  }

  private Outcome stop(Project project, LiveContainer live, Reason reason, Work work)
      throws EngineUnavailable, RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    if (!reason.asked() && sessions.count(project.id()) > 0) {
      return Outcome.SOMEBODY_CAME_BACK;
    }
    work.phase("pause");
    work.checkLease();
    if (live.running() && !live.paused()) {
      engine.containers().pause(project.id());
    }
    boolean stopping = false;
    try {
      work.phase("compare");
      boolean safe = safeEnough(project, reason) || savedWhilePaused(project, reason, work);
      if (!safe) {
        throw saveFirst(project);
      }
      work.checkLease();
      // Those who were shown a shell before the ledger knows of them are known to the shells.
      boolean free = reason.asked() || engine.shells().seal(project.id());
      stopping = free && engine.records().beginStop(project.id(), reason.asked());
      if (!stopping) {
        return Outcome.SOMEBODY_CAME_BACK;
      }
      kill(project, live, reason, work);
      return Outcome.STOPPED;
    } finally {
      engine.shells().unseal(project.id());
      if (!stopping) {
        engine.containers().resume(project.id());
      }
    }
  }

  /** INVARIANT S2. An import that has not finished is not saved: its files stay where they are. */
  private boolean safeEnough(Project project, Reason reason)
      throws NeedsPerson, InterruptedException {
    if (reason.least() == Safety.UNSAVED || (!project.filled() && reason.filesStay())) {
      return true;
    }
    boolean safe = saving.compare(project).compareTo(reason.least()) <= 0;
    if (!safe && !project.filled()) {
      throw new NeedsPerson(
          "not deleted: the import has not finished, so the files that are there cannot be saved;"
              + " retry the import, or delete with discard",
          null);
    }
    return safe;
  }

  private boolean savedWhilePaused(Project project, Reason reason, Work work)
      throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    if (work.job().attempt() < TRIES_RUNNING) {
      return false;
    }
    work.phase("save");
    saving.save(
        project,
        new Saving.Cause(work.job().id(), work.job().createdAt(), SaveTrigger.STOP, null),
        work);
    return safeEnough(project, reason);
  }

  private RetryLater saveFirst(Project project) {
    jobs.enqueue(
        JobRequest.of(JobKind.PERSIST, project.id(), null)
            .with("trigger", SaveTrigger.STOP.label()));
    return new RetryLater(
        "the workspace differs from its last save: it is saved first, then the container stops",
        null);
  }

  private void kill(Project project, LiveContainer live, Reason reason, Work work)
      throws EngineUnavailable {
    work.phase("kill");
    engine.shells().close(project.id());
    engine.containers().remove(live.id());
    forget(project, reason);
  }

  private void forget(Project project, Reason reason) {
    Optional<ContainerRecord> row = engine.records().find(project.id());
    row.ifPresent(known -> engine.records().remove(project.id(), known.id(), reason.sentence()));
  }
}
