package codeblocking.web.timeline;

import codeblocking.file.FilePath;
import codeblocking.identity.Caller;
import codeblocking.job.Job;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.project.InvalidInput;
import codeblocking.project.Project;
import codeblocking.save.Save;
import codeblocking.save.Saves;
import codeblocking.save.SnapshotStore;
import codeblocking.web.problem.Problem;
import codeblocking.web.problem.Refusal;
import codeblocking.workspace.TreeDiff;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an owner may ask of the saves of a project. */
public final class Timeline {
  private final Saves saves;
  private final Jobs jobs;
  private final SnapshotStore store;
  private final TreeDiff diff;

  public Timeline(Saves saves, Jobs jobs, SnapshotStore store, TreeDiff diff) {
    this.saves = saves;
    this.jobs = jobs;
    this.store = store;
    this.diff = diff;
  }

  TreeDiff.Listed changed(Project project, String save) throws IOException {
    Save found = here(project, save);
    try {
      return diff.files(project.id(), found.tree());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Unified text of one path, empty where nothing differs. */
  String patch(Project project, String save, String path) throws IOException {
    Save found = here(project, save);
    try {
      return diff.patch(project.id(), found.tree(), required(path))
          .orElseThrow(() -> Refusal.missing("file"));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** {@code path} null: everything. */
  Job restore(Caller caller, Project project, String save, @Nullable String path)
      throws IOException {
    Save found = here(project, save);
    if (!project.filled()) {
      throw new Refusal(
          new Problem(409, "the import has not finished; what it brings would be overwritten"));
    }
    JobRequest request =
        JobRequest.of(JobKind.RESTORE, project.id(), caller.user())
            .with("save", found.id().toString());
    if (path == null) {
      return jobs.enqueue(request);
    }
    String wanted = required(path);
    if (!diff.has(project.id(), found.tree(), wanted)) {
      throw new Refusal(new Problem(404, "the save holds no file or folder " + wanted));
    }
    return jobs.enqueue(request.with("path", wanted));
  }

  private static String required(String path) {
    FilePath parsed = FilePath.parse(path);
    if (parsed.isRoot()) {
      throw new InvalidInput("path", "must name a file or a folder");
    }
    return parsed.toString();
  }

  /** A save of the project whose content is on this host. */
  private Save here(Project project, String id) throws IOException {
    Save save =
        id(id)
            .flatMap(each -> saves.find(project.id(), each))
            .orElseThrow(() -> Refusal.missing("save"));
    if (store.tree(project.id(), save.commit()).isEmpty()) {
      throw new Refusal(new Problem(409, "what this save held is not on this host any more"));
    }
    return save;
  }

  private static java.util.Optional<UUID> id(String text) {
    try {
      return java.util.Optional.of(UUID.fromString(text))
          .filter(id -> id.toString().equalsIgnoreCase(text));
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("save", "must be a UUID of 36 characters");
    }
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted while comparing", e);
  }
}
