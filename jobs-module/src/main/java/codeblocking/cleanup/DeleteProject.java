package codeblocking.cleanup;

import codeblocking.job.Handler;
import codeblocking.job.JobKind;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.project.Projects;
import codeblocking.save.OnlyHere;
import codeblocking.save.Safety;
import codeblocking.save.Save;
import codeblocking.save.SaveState;
import codeblocking.save.SaveTrigger;
import codeblocking.save.Saves;
import codeblocking.save.Saving;
import codeblocking.save.Skipped;
import codeblocking.workspace.WorkspaceRemoval;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Deletes a project: saves first, unless its content is not wanted. */
public final class DeleteProject implements Handler {
  private final Projects projects;
  private final StopGate gate;
  private final Saves saves;
  private final WorkspaceRemoval workspaces;
  private final OnlyHere onlyHere;
  private final Saving saving;

  public DeleteProject(
      Projects projects,
      StopGate gate,
      Saves saves,
      WorkspaceRemoval workspaces,
      OnlyHere onlyHere,
      Saving saving) {
    this.projects = projects;
    this.gate = gate;
    this.saves = saves;
    this.workspaces = workspaces;
    this.onlyHere = onlyHere;
    this.saving = saving;
  }

  @Override
  public JobKind kind() {
    return JobKind.DELETE;
  }

  @Override
  public Success handle(Work work) throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    Optional<Project> project = projects.find(work.job().project());
    if (project.isEmpty()) {
      return Success.noop("the project has been deleted already");
    }
    boolean discard = Boolean.parseBoolean(work.job().payload().get("discard"));
    // Where they are gone already, an earlier try was interrupted after all that follows.
    if (workspaces.present(project.get().id())) {
      end(project.get(), discard, work);
    }
    work.phase("remove");
    work.checkLease();
    try {
      workspaces.remove(project.get().id(), discard);
    } catch (IOException e) {
      throw new RetryLater("the project's files could not all be removed: " + e.getMessage(), e);
    }
    projects.remove(project.get().id());
    return Success.done(discard ? "deleted, its content discarded" : "deleted after its last save");
  }

  private void end(Project project, boolean discard, Work work)
      throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    if (!discard) {
      refuseWhatCannotBeKept(project);
    }
    Safety least = discard ? Safety.UNSAVED : Safety.VERIFIED;
    gate.stop(project, new StopGate.Reason(true, least, false, "deleted as asked"), work);
    if (!discard) {
      // Nobody can write any more: what there is now is what would be removed.
      refuseWhatCannotBeKept(project);
      refuseEntriesThatNoSaveHolds(project);
      refuseCommitsThatAreOnlyHere(project, work);
    }
  }

  /** Entries that no save can hold, and saves that are stuck, keep the directory (S2). */
  private void refuseWhatCannotBeKept(Project project) throws NeedsPerson {
    Optional<Save> newest = saves.newest(project.id());
    if (newest.isEmpty()) {
      return;
    }
    if (newest.get().state() == SaveState.BLOCKED) {
      throw new NeedsPerson(
          "not deleted: its last save could not be pushed (%s); cure that, or delete with discard"
              .formatted(newest.get().message()),
          null);
    }
    refuse(newest.get().skipped());
  }

  private static void refuse(List<Skipped> skipped) throws NeedsPerson {
    if (!skipped.isEmpty()) {
      throw new NeedsPerson(
          "not deleted: no save can hold %s; remove them, or delete with discard"
              .formatted(
                  skipped.stream().map(Skipped::path).limit(10).collect(Collectors.joining(", "))),
          null);
    }
  }

  /** Also those that came after the last save: what they are beside did not change. */
  private void refuseEntriesThatNoSaveHolds(Project project)
      throws RetryLater, NeedsPerson, InterruptedException {
    try {
      refuse(saving.leftOut(project));
    } catch (IOException e) {
      throw new RetryLater(
          "not deleted yet: its files could not all be looked at: " + e.getMessage(), e);
    }
  }

  /** After the stop nobody can commit any more: what a save can bring to the remote is brought. */
  private void refuseCommitsThatAreOnlyHere(Project project, Work work)
      throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    try {
      Saving.Cause cause =
          new Saving.Cause(work.job().id(), work.job().createdAt(), SaveTrigger.STOP, null);
      Set<String> names = onlyHere.afterSave(project, cause, work);
      if (!names.isEmpty()) {
        throw new NeedsPerson(
            "not deleted: the remote does not take all commits of %s; push them elsewhere, or delete with discard"
                .formatted(names.stream().limit(10).collect(Collectors.joining(", "))),
            null);
      }
    } catch (IOException e) {
      throw new RetryLater(
          "not deleted yet: what the remote holds cannot be told: " + e.getMessage(), e);
    }
  }
}
