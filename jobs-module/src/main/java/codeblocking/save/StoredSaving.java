package codeblocking.save;

import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.settings.DataDirectory;
import codeblocking.workspace.Digest;
import codeblocking.workspace.GitState;
import codeblocking.workspace.WorkspaceTrees;
import codeblocking.workspace.WorkspaceTrees.Trust;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.TreeMap;

/** Compares a workspace with what the ledger says of its saves. */
public final class StoredSaving implements Saving {
  private final SaveWorkspace saveWorkspace;
  private final Saves saves;
  private final WorkspaceTrees trees;
  private final DataDirectory data;

  public StoredSaving(
      SaveWorkspace saveWorkspace, Saves saves, WorkspaceTrees trees, DataDirectory data) {
    this.saveWorkspace = saveWorkspace;
    this.saves = saves;
    this.trees = trees;
    this.data = data;
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
  public Safety compare(Project project) throws RetryLater, InterruptedException {
    String id = project.id().toString();
    try (GitStore store = GitStore.open(data.git(id), data.staging())) {
      GitState state = trees.state(project.id());
      Optional<Save> newest = saves.newest(project.id());
      if (newest.isPresent() && holds(newest.get(), project, state, store)) {
        return newest.get().state() == SaveState.SAVED ? Safety.VERIFIED : Safety.DURABLE;
      }
      Optional<Save> verified = saves.newestVerified(project.id());
      if (verified.isPresent()
          && !verified.equals(newest)
          && holds(verified.get(), project, state, store)) {
        return Safety.VERIFIED;
      }
      Optional<Digest> base = RecordedBase.read(data.git(id));
      return base.isPresent() && isBase(base.get(), project, state)
          ? Safety.VERIFIED
          : Safety.UNSAVED;
    } catch (NoSuchFileException e) {
      // Never filled, or gone already: there is nothing that a stop could lose.
      return Safety.VERIFIED;
    } catch (IOException e) {
      throw new RetryLater(
          "the workspace could not be compared with its save: " + e.getMessage(), e);
    }
  }

  private boolean holds(Save save, Project project, GitState state, GitStore store)
      throws IOException, InterruptedException {
    String refs = SaveDigest.refs(state, save.commit(), store);
    // Commits that could not be had from inside are in no save; the directory keeps them.
    boolean sameRefs =
        refs.equals(save.refs()) || save.refs().equals(SaveDigest.NOT_BROUGHT + refs);
    return sameRefs && tree(project, state, save.tree()).equals(save.tree());
  }

  private boolean isBase(Digest base, Project project, GitState state)
      throws IOException, InterruptedException {
    return state.fingerprint(new TreeMap<>()).equals(base.refs())
        && tree(project, state, base.tree()).equals(base.tree());
  }

  /** Read in full: times and sizes are the user's to set. */
  private String tree(Project project, GitState state, String baseTree)
      throws IOException, InterruptedException {
    return trees.hash(project.id(), baseTree, state.sparse(), Trust.NOTHING).tree();
  }
}
