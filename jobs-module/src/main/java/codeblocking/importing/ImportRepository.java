package codeblocking.importing;

import codeblocking.job.Handler;
import codeblocking.job.JobKind;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.ImportProgress;
import codeblocking.project.ImportState;
import codeblocking.project.Project;
import codeblocking.project.Projects;
import codeblocking.remote.Remote;
import codeblocking.remote.Remotes;
import codeblocking.save.GitStore;
import codeblocking.save.RecordedBase;
import codeblocking.save.RemoteMark;
import codeblocking.save.SaveDigest;
import codeblocking.save.StoreRefs;
import codeblocking.save.Stores;
import codeblocking.workspace.Digest;
import codeblocking.workspace.WorkspaceTrees;
import java.io.IOException;
import java.util.Optional;

/** Clones a repository into a new workspace. Payload: {@code branch}, where one was asked for. */
public final class ImportRepository implements Handler {
  private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

  private final Projects projects;
  private final Remotes remotes;
  private final Stores stores;
  private final Fill fill;
  private final WorkspaceTrees trees;

  public ImportRepository(
      Projects projects, Remotes remotes, Stores stores, Fill fill, WorkspaceTrees trees) {
    this.projects = projects;
    this.remotes = remotes;
    this.stores = stores;
    this.fill = fill;
    this.trees = trees;
  }

  @Override
  public JobKind kind() {
    return JobKind.IMPORT;
  }

  @Override
  public Success handle(Work work) throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    Optional<Project> found = projects.find(work.job().project());
    if (found.isEmpty()) {
      return Success.noop("The project is gone");
    }
    Project project = found.get();
    if (project.filled()) {
      return Success.noop("Already imported");
    }
    try {
      return stores.use(project, store -> bring(project, store, work));
    } catch (RetryLater e) {
      work.checkLease();
      tell(project, ImportState.RUNNING, e.getMessage() + "; tried again soon");
      throw e;
    } catch (NeedsPerson e) {
      work.checkLease();
      projects.imported(project.id(), new ImportProgress(ImportState.FAILED, null, e.getMessage()));
      throw e;
    } catch (IOException e) {
      throw new RetryLater("The repository could not be stored here: " + e.getMessage(), e);
    }
  }

  private Success bring(Project project, GitStore store, Work work)
      throws IOException, RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    work.phase("fetch");
    work.checkLease();
    RemoteMark.settle(project, store);
    tell(project, ImportState.RUNNING, "Connecting");
    Remote remote = remotes.of(project);
    Remote.Refs refs =
        remote.fetch(
            store.directory(),
            words -> {
              work.progress(words);
              tell(project, ImportState.RUNNING, words);
            });
    String branch = branch(project, work, remote, refs);
    work.checkLease();
    projects.branch(project.id(), branch);

    work.phase("fill");
    tell(project, ImportState.RUNNING, "Filling the workspace");
    String told = fill.fill(project, store, branch, Fill.Mode.CHECK_OUT);
    work.checkLease();
    recordBase(project, store, branch);
    projects.imported(project.id(), new ImportProgress(ImportState.DONE, null, null));
    String done = "Imported %s from %s".formatted(branch, remote.name());
    return Success.done(told.isEmpty() ? done : done + ". " + told);
  }

  private static String branch(Project project, Work work, Remote remote, Remote.Refs refs)
      throws NeedsPerson {
    String asked = work.job().payload().get("branch");
    boolean empty = refs.ids().keySet().stream().noneMatch(name -> name.startsWith("refs/heads/"));
    if (asked != null && !asked.isEmpty()) {
      if (!empty && refs.branch(asked) == null) {
        throw new NeedsPerson(remote.name() + " has no branch " + asked, null);
      }
      return asked;
    }
    String head = refs.head();
    if (head != null && (empty || refs.branch(head) != null)) {
      return head;
    }
    return refs.ids().keySet().stream()
        .filter(name -> name.startsWith("refs/heads/"))
        .map(name -> name.substring("refs/heads/".length()))
        .findFirst()
        .orElse(project.branch());
  }

  /** What was brought needs no save. */
  private void recordBase(Project project, GitStore store, String branch) throws IOException {
    String tip = store.ref(StoreRefs.ORIGIN + branch);
    if (tip != null) {
      store.setRef(StoreRefs.USER_HEADS + branch, tip);
    }
    String refs = SaveDigest.refs(trees.state(project.id()), tip, store);
    RecordedBase.write(
        store.directory(), new Digest(tip == null ? EMPTY_TREE : store.tree(tip), refs));
  }

  private void tell(Project project, ImportState state, String words) {
    projects.imported(project.id(), new ImportProgress(state, words, null));
  }
}
