package codeblocking.save;

import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Compares a workspace with what the ledger says of its saves. */
public final class StoredSaving implements Saving {
  private final SaveWorkspace saveWorkspace;
  private final Saves saves;
  private final SaveGate gate;

  public StoredSaving(SaveWorkspace saveWorkspace, Saves saves, SaveGate gate) {
    this.saveWorkspace = saveWorkspace;
    this.saves = saves;
    this.gate = gate;
  }

  @Override
  public void save(Project project, Cause cause, Work work)
      throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    var unused =
        saveWorkspace.save(
            new SaveRequest(
                project, cause.job(), cause.acceptedAt(), cause.trigger(), cause.message()),
            work);
  }

  @Override
  public Safety compare(Project project) throws InterruptedException {
    if (gate.unchanged(project)) {
      return Safety.VERIFIED;
    }
    Optional<Save> newest = saves.newest(project.id());
    return newest.isPresent() && gate.unchangedSince(project, newest.get())
        ? Safety.DURABLE
        : Safety.UNSAVED;
  }

  @Override
  public List<Skipped> leftOut(Project project) throws IOException, InterruptedException {
    return gate.leftOut(project);
  }
}
