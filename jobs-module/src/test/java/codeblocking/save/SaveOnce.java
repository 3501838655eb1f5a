package codeblocking.save;

import codeblocking.job.JobId;
import codeblocking.job.RetryLater;
import codeblocking.project.Author;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/** One save in a process of its own, which a test may kill at any system call. */
final class SaveOnce {
  static final int SAID_SO = 3;
  private static final Instant ACCEPTED = Instant.parse("2026-01-02T03:04:05Z");

  private SaveOnce() {}

  /** Arguments: data directory, project, job. Exit code 0: it said that it is saved. */
  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]);
    try {
      var unused = save(root, ProjectId.of(arguments[1]), JobId.of(arguments[2]));
      Runtime.getRuntime().halt(0);
    } catch (RetryLater e) {
      System.err.println("for later: " + e.getMessage());
      Runtime.getRuntime().halt(SAID_SO);
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
    Saves saves = new FileSaves(root.resolve("saves"));
    return kit.saveWorkspace(inside, saves)
        .save(
            new SaveRequest(project, job, ACCEPTED, SaveTrigger.DISCONNECT, null),
            TestWork.of(project, codeblocking.job.JobKind.PERSIST));
  }
}
