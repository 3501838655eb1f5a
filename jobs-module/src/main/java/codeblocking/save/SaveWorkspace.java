package codeblocking.save;

import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.ImportProgress;
import codeblocking.project.ImportState;
import codeblocking.project.Project;
import codeblocking.workspace.DiskFailure;
import codeblocking.workspace.ProjectFolders;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Saves a workspace: snapshot, commit, push, verify; the one way for all who save. */
public final class SaveWorkspace {
  private final Saves saves;
  private final Stores stores;
  private final MakeSave makeSave;
  private final DeliverSave deliverSave;
  private final BringAlong bringAlong;
  private final DeliverOthers deliverOthers;

  public SaveWorkspace(
      Saves saves, Stores stores, MakeSave makeSave, DeliverSave deliverSave, After after) {
    this.saves = saves;
    this.stores = stores;
    this.makeSave = makeSave;
    this.deliverSave = deliverSave;
    this.bringAlong = after.bringAlong();
    this.deliverOthers = after.deliverOthers();
  }

  /** What follows when the content is verified; failing at it fails no save. */
  public record After(BringAlong bringAlong, DeliverOthers deliverOthers) {}

  /**
   * Saves, for the holder of the project's git lease.
   *
   * @throws RetryLater the work is safe here where it could be read; time may bring it to the
   *     remote
   * @throws NeedsPerson the same, but a person must help; the save is {@code blocked}
   */
  public SaveOutcome save(SaveRequest request, Work work)
      throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    try {
      return stores.use(request.project(), store -> save(request, store, work));
    } catch (ProjectFolders.Missing e) {
      throw new NeedsPerson("The workspace's files are not on this host: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new RetryLater("The workspace could not be saved here: " + DiskFailure.words(e), e);
    }
  }

  private SaveOutcome save(SaveRequest request, GitStore store, Work work)
      throws IOException, RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    RemoteMark.settle(request.project(), store);
    Optional<Save> pinned = saves.ofJob(request.job());
    if (pinned.isPresent() && pinned.get().state() == SaveState.SAVED) {
      follow(request.project(), pinned.get(), store, work);
      return new SaveOutcome(pinned, true, "Saved before");
    }
    // A commit that was lost with a damaged git directory was pushed by nobody: it is made anew.
    MakeSave.Made made =
        pinned.isPresent() && store.has(pinned.get().commit())
            ? new MakeSave.Made(pinned, false)
            : makeSave.make(request, store, work);
    if (made.save().isEmpty()) {
      deliverOthers.deliver(request.project(), store, work);
      return new SaveOutcome(Optional.empty(), false, "Nothing to save yet");
    }
    Save save = made.save().get();
    if (made.known()) {
      SaveOutcome outcome = again(request, save, store, work);
      deliverOthers.deliver(request.project(), store, work);
      return outcome;
    }
    requireFilled(request.project(), save);
    return deliver(request, save, store, work);
  }

  /** Nothing new: but is what we saved still there? */
  private SaveOutcome again(SaveRequest request, Save save, GitStore store, Work work)
      throws IOException, RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    work.phase("verify");
    boolean recorded = saves.ofJob(save.jobId()).isPresent();
    if (deliverSave.there(request.project(), save, store)) {
      return new SaveOutcome(
          recorded ? Optional.of(save) : Optional.empty(), false, "Nothing changed; verified");
    }
    // Somebody rewound the remote: this push restores what it had, or goes aside.
    deliverSave.deliver(request.project(), save, store, work);
    bringAlong.follow(request.project(), save, store);
    return new SaveOutcome(Optional.of(save), true, "The remote had lost it; pushed again");
  }

  private void requireFilled(Project project, Save save) throws RetryLater, NeedsPerson {
    ImportProgress imported = project.imported();
    if (imported == null || imported.state() == ImportState.DONE) {
      return;
    }
    String words = "Safe on this host; not pushed, since the import has not finished";
    if (imported.state() == ImportState.FAILED) {
      saves.put(with(save, SaveState.BLOCKED, save.ref(), words + ": retry the import"));
      throw new NeedsPerson(words + ". Retry the import, or discard the project.", null);
    }
    throw new RetryLater(words, null);
  }

  private SaveOutcome deliver(SaveRequest request, Save save, GitStore store, Work work)
      throws IOException, RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    Project project = request.project();
    DeliverSave.Delivered delivered;
    try {
      delivered = deliverSave.deliver(project, save, store, work);
    } catch (NeedsPerson e) {
      work.checkLease();
      saves.put(with(save, SaveState.BLOCKED, save.ref(), e.getMessage()));
      throw e;
    }
    work.checkLease();
    Save saved = delivered(save, delivered);
    saves.put(saved);
    follow(project, saved, store, work);
    store.tidy();
    String words = saved.message();
    return new SaveOutcome(
        Optional.of(saved), true, words != null ? words : "Saved to " + branch(saved.ref()));
  }

  /** What comes after a save; a crash may have kept it from coming. */
  private void follow(Project project, Save saved, GitStore store, Work work)
      throws LeaseLost, InterruptedException {
    work.phase("bring-along");
    bringAlong.follow(project, saved, store);
    makeSave.learn(project, store);
    deliverOthers.deliver(project, store, work);
  }

  private static String branch(String ref) {
    return ref.substring(StoreRefs.HEADS.length());
  }

  /** As it is in the remote: what that refused is named like anything that a save cannot hold. */
  private static Save delivered(Save save, DeliverSave.Delivered delivered) {
    Set<Skipped> skipped = new LinkedHashSet<>(save.skipped());
    skipped.addAll(delivered.leftOut());
    return new Save(
        save.id(),
        save.projectId(),
        save.jobId(),
        delivered.commit(),
        save.tree(),
        save.refs(),
        delivered.ref(),
        save.at(),
        save.trigger(),
        SaveState.SAVED,
        delivered.message(),
        save.changed(),
        List.copyOf(skipped));
  }

  private static Save with(Save save, SaveState state, String ref, @Nullable String message) {
    return new Save(
        save.id(),
        save.projectId(),
        save.jobId(),
        save.commit(),
        save.tree(),
        save.refs(),
        ref,
        save.at(),
        save.trigger(),
        state,
        message,
        save.changed(),
        save.skipped());
  }
}
