package codeblocking.save;

import static java.nio.charset.StandardCharsets.UTF_8;

import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.project.Author;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.workspace.SafeGit;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Saves in a process of its own, which may be killed, or be denied the disk, at any system call.
 *
 * <p>Git inside is this process, too: all that works on a save dies at the same instant.
 */
final class SaveOnce {
  static final String SAVED = "saved";

  private static final Instant ACCEPTED = Instant.parse("2026-01-02T03:04:05Z");

  private SaveOnce() {}

  /** Arguments: project, job, then data directories; how each save ended is written beside it. */
  public static void main(String[] arguments) throws Exception {
    measureNothing();
    ProjectId project = ProjectId.of(arguments[0]);
    JobId job = JobId.of(arguments[1]);
    for (int each = 2; each < arguments.length; each++) {
      Path root = Path.of(arguments[each]);
      try (FileChannel told =
          FileChannel.open(
              told(root),
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        // By writev, which no sweep makes fail: whatever happens to the disk can be told.
        told.write(new ByteBuffer[] {UTF_8.encode(outcome(root, project, job))});
      }
    }
    Runtime.getRuntime().halt(0);
  }

  /** JGit measures the disk once in each process, with thousands of system calls. */
  private static void measureNothing() throws ClassNotFoundException {
    Class.forName(SafeGit.class.getName());
    SystemReader.setInstance(
        new SystemReader.Delegate(SystemReader.getInstance()) {
          @Override
          public FileBasedConfig openUserConfig(Config parent, FS fs) {
            return new Measured(parent, fs);
          }
        });
  }

  private static final class Measured extends FileBasedConfig {
    Measured(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public long getTimeUnit(
        String section, String subsection, String name, long other, TimeUnit unit) {
      return section.equals("filesystem") ? unit.convert(1, TimeUnit.MILLISECONDS) : other;
    }

    @Override
    public void load() {
      // There is no file.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }

  static Path told(Path root) {
    return root.resolveSibling(root.getFileName() + ".told");
  }

  private static String outcome(Path root, ProjectId project, JobId job) {
    try {
      SaveState state = save(root, project, job).save().orElseThrow().state();
      return state == SaveState.SAVED ? SAVED : "only " + state;
    } catch (Exception e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  static Project project(ProjectId id) {
    return new Project(
        id,
        new UserId("ann"),
        new Author("Ann Lee", "ann@example.org"),
        "demo",
        "base",
        null,
        "main",
        null,
        ACCEPTED);
  }

  static SaveOutcome save(Path root, ProjectId id, JobId job) throws Exception {
    SaveKit kit = new SaveKit(root);
    Project project = project(id);
    ModelUser user = new ModelUser(kit.files(project), new Random(1));
    InsideByJGit inside =
        new InsideByJGit(user, kit.data.handover(id.toString()), new CrashPoints());
    return kit.saveWorkspace(inside, new FileSaves(root.resolve("saves")))
        .save(
            new SaveRequest(project, job, ACCEPTED, SaveTrigger.DISCONNECT, null),
            TestWork.of(project, JobKind.PERSIST));
  }
}
