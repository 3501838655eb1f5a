package codeblocking.timeline;

import codeblocking.job.Handler;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Work;
import codeblocking.ledger.MemoryLedger;
import codeblocking.project.Project;
import codeblocking.save.Save;
import codeblocking.save.SaveKit;
import codeblocking.save.SnapshotStore;
import codeblocking.workspace.Limits;
import codeblocking.workspace.Owner;
import codeblocking.workspace.TreeDiff;
import codeblocking.workspace.TreeRestore;
import codeblocking.workspace.TreeWatch;
import codeblocking.workspace.WorkspaceTrees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A project with a timeline: real files, the real ledger, a clock that stands. */
final class TimelineKit implements AutoCloseable {
  final MemoryLedger ledger = new MemoryLedger();
  final TreeWatch watch = TreeWatch.start();
  final SaveKit kit;
  final Project project;
  final Path files;
  final WorkspaceTrees trees;
  final SnapshotStore store;
  final TakeSnapshot take;
  final TreeDiff diff;
  final ThinTimeline thin;
  final RestoreSave restoreSave;

  TimelineKit(Path temp) throws Exception {
    kit = new SaveKit(temp);
    project = ledger.aProject(null);
    kit.workspaces.create(project, "http://localhost/git/" + project.id() + ".git");
    files = kit.files(project);
    trees = new WorkspaceTrees(kit.places, Limits.withQuota(64 << 20), Clock.systemUTC(), watch);
    store = new SnapshotStore(kit.data);
    take = new TakeSnapshot(trees, store, ledger.ports.saves(), ledger.clock);
    diff = new TreeDiff(kit.data, trees);
    thin = new ThinTimeline(ledger.ports.projects(), ledger.ports.snapshots(), store, ledger.clock);
    restoreSave =
        new RestoreSave(
            ledger.ports.projects(),
            ledger.ports.saves(),
            ledger.ports.jobs(),
            take,
            store,
            new TreeRestore(kit.places, trees, Owner.self()));
  }

  Handler.Success restore(Save save, @Nullable String path) throws Exception {
    Work work = restoring(save, path);
    Handler.Success success = Handler.Success.noop("failed");
    try {
      success = restoreSave.handle(work);
      return success;
    } finally {
      ledger.ended(work, success);
    }
  }

  Work restoring(Save save, @Nullable String path) {
    ledger.clock.advance(Duration.ofSeconds(1));
    JobRequest request =
        JobRequest.of(JobKind.RESTORE, project.id(), project.owner())
            .with("save", save.id().toString());
    return ledger.claimed(path == null ? request : request.with("path", path));
  }

  Save taken() throws Exception {
    ledger.clock.advance(Duration.ofSeconds(1));
    return take.take(project).orElseThrow();
  }

  List<Save> timeline() {
    return ledger.ports.saves().list(project.id(), true, null, 200).items();
  }

  void write(String path, String text) throws Exception {
    kit.write(project, path, text);
  }

  String read(String path) throws Exception {
    return Files.readString(files.resolve(path));
  }

  void sh(String script) throws Exception {
    SaveKit.run(files, List.of("bash", "-c", script));
  }

  String git(String... arguments) throws Exception {
    return SaveKit.git(kit.data.git(project.id().toString()), arguments);
  }

  @Override
  public void close() {
    watch.close();
    ledger.close();
  }
}
