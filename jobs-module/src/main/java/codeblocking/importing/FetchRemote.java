package codeblocking.importing;

import codeblocking.job.Handler;
import codeblocking.job.JobKind;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.project.Projects;
import codeblocking.remote.Remote;
import codeblocking.remote.Remotes;
import codeblocking.save.GitStore;
import codeblocking.save.RemoteMark;
import codeblocking.save.Stores;
import java.io.IOException;
import java.util.Optional;

/** Brings the remote's new commits to {@code origin/*} inside; the user merges or rebases. */
public final class FetchRemote implements Handler {
  private final Projects projects;
  private final Remotes remotes;
  private final Stores stores;
  private final Fill fill;

  public FetchRemote(Projects projects, Remotes remotes, Stores stores, Fill fill) {
    this.projects = projects;
    this.remotes = remotes;
    this.stores = stores;
    this.fill = fill;
  }

  @Override
  public JobKind kind() {
    return JobKind.FETCH;
  }

  @Override
  public Success handle(Work work) throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    Optional<Project> found = projects.find(work.job().project());
    if (found.isEmpty()) {
      return Success.noop("The project is gone");
    }
    Project project = found.get();
    if (!project.filled()) {
      return Success.noop("The import brings everything");
    }
    try {
      return stores.use(project, store -> fetch(project, store, work));
    } catch (IOException e) {
      throw new RetryLater("The fetch could not be stored here: " + e.getMessage(), e);
    }
  }

  private Success fetch(Project project, GitStore store, Work work)
      throws IOException, RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    work.phase("fetch");
    work.checkLease();
    RemoteMark.settle(project, store);
    Remote remote = remotes.of(project);
    remote.fetch(store.directory(), work::progress);
    work.phase("fill");
    work.checkLease();
    fill.fill(project, store, project.branch(), Fill.Mode.REFS_ONLY);
    return Success.done("origin/* is what " + remote.name() + " has");
  }
}
