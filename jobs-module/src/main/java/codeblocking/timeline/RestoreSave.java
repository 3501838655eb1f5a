package codeblocking.timeline;

import codeblocking.job.Handler;
import codeblocking.job.Job;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.project.Projects;
import codeblocking.save.Save;
import codeblocking.save.SaveTrigger;
import codeblocking.save.Saves;
import codeblocking.save.SnapshotStore;
import codeblocking.workspace.ProjectFolders;
import codeblocking.workspace.Restoration;
import codeblocking.workspace.TreeRestore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings back what a save held. Payload: {@code save}, its id; {@code path}, what of it; without
 * one, everything.
 */
public final class RestoreSave implements Handler {
  /** Each round keeps what changed in the meantime; more than a few means that it never ends. */
  private static final int ROUNDS = 5;

  private final Projects projects;
  private final Saves saves;
  private final Jobs jobs;
  private final TakeSnapshot take;
  private final SnapshotStore store;
  private final TreeRestore restore;

  public RestoreSave(
      Projects projects,
      Saves saves,
      Jobs jobs,
      TakeSnapshot take,
      SnapshotStore store,
      TreeRestore restore) {
    this.projects = projects;
    this.saves = saves;
    this.jobs = jobs;
    this.take = take;
    this.store = store;
    this.restore = restore;
  }

  @Override
  public JobKind kind() {
    return JobKind.RESTORE;
  }

  @Override
  public Success handle(Work work) throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    Job job = work.job();
    Optional<Project> project = projects.find(job.project());
    if (project.isEmpty()) {
      return Success.noop("The project is gone");
    }
    UUID id = UUID.fromString(job.payload().getOrDefault("save", ""));
    Optional<Save> save = saves.find(job.project(), id);
    if (save.isEmpty()) {
      throw new NeedsPerson("The save is not kept any more", null);
    }
    String path = job.payload().get("path");
    try {
      if (store.tree(job.project(), save.get().commit()).isEmpty()) {
        throw new NeedsPerson("What the save held is not on this host any more", null);
      }
      TreeRestore.Outcome outcome = restored(project.get(), save.get(), path, work);
      work.checkLease();
      leaveSave(project.get(), save.get(), path);
      return outcome.touched() ? Success.done(outcome.words()) : Success.noop(outcome.words());
    } catch (ProjectFolders.Missing e) {
      throw new NeedsPerson("The workspace's files are not on this host: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new RetryLater("The save could not be restored here: " + e.getMessage(), e);
    }
  }

  private TreeRestore.Outcome restored(Project project, Save save, @Nullable String path, Work work)
      throws IOException, RetryLater, LeaseLost, InterruptedException {
    TreeRestore.Outcome so = TreeRestore.Outcome.NONE;
    for (int round = 0; round < ROUNDS; round++) {
      work.phase("keep");
      work.checkLease();
      TakeSnapshot.Before before = keep(project, save, path, work, round);
      work.phase("restore");
      try (Restoration restoration =
          restore.begin(project.id(), before.snapshot(), save.tree(), path)) {
        while (restoration.more()) {
          work.checkLease();
          so = so.plus(restoration.next());
        }
        return so.plus(restoration.left());
      } catch (Restoration.ChangedMeanwhile e) {
        so = so.plus(e.done());
        work.progress(e.getMessage() + ": kept as it is now, then restored");
      }
    }
    throw new RetryLater("The files changed again and again while they were restored", null);
  }

  /** The first is the job's own row, so that a job that comes again does not keep it again. */
  private TakeSnapshot.Before keep(
      Project project, Save save, @Nullable String path, Work work, int round)
      throws IOException, InterruptedException {
    JobId job = work.job().id();
    boolean first = round == 0 && saves.ofJob(job).isEmpty();
    UUID id =
        first
            ? UUID.nameUUIDFromBytes(("restore " + job).getBytes(StandardCharsets.UTF_8))
            : UUID.randomUUID();
    String words =
        "Before restoring %s of %s".formatted(path == null ? "everything" : path, save.at());
    return take.before(project, id, first ? job : new JobId(id), save.tree(), words);
  }

  /** Saved as any other change; by a job of its own, since a push may have to wait. */
  private void leaveSave(Project project, Save save, @Nullable String path) {
    jobs.enqueue(
        JobRequest.of(JobKind.PERSIST, project.id(), project.owner())
            .with("trigger", SaveTrigger.RESTORE.label())
            .with(
                "message",
                "Restore %s of %s".formatted(path == null ? "everything" : path, save.at())));
  }
}
