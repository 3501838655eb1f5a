package codeblocking.save;

import static java.nio.charset.StandardCharsets.UTF_8;

import codeblocking.container.Containers;
import codeblocking.job.JobKind;
import codeblocking.place.Places;
import codeblocking.project.Author;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.remote.HostedRemote;
import codeblocking.remote.Remotes;
import codeblocking.settings.DataDirectory;
import codeblocking.settings.EnvironmentSettings;
import codeblocking.settings.Settings.PersistTarget;
import codeblocking.workspace.Inside;
import codeblocking.workspace.Limits;
import codeblocking.workspace.LocalContainers;
import codeblocking.workspace.Owner;
import codeblocking.workspace.SafeGit;
import codeblocking.workspace.WorkspaceTrees;
import codeblocking.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Everything a save needs, over a temporary directory, with local git as the user. */
public final class SaveKit {
  /** Bytes; of a pack, and of a workspace. */
  public static final long MOST_OBJECTS = 64 << 20;

  static {
    // Not in a directory of a test, which may be gone before it is measured.
    SafeGit.prepare(Path.of(System.getProperty("java.io.tmpdir")));
  }

  public final DataDirectory data;
  public final Places places;
  public final MemorySaves saves = new MemorySaves();
  public final LocalContainers containers;
  public final WorkspaceTrees trees;
  public final Inside inside;
  public final Workspaces workspaces;
  public Remotes remotes;
  public Duration patience = UserCommits.MOST;
  public PersistTarget target = PersistTarget.BRANCH;

  public SaveKit(Path root) throws IOException {
    data = new DataDirectory(root);
    places = new Places(data);
    containers = new LocalContainers(data);
    trees = new WorkspaceTrees(places, Limits.withQuota(MOST_OBJECTS), Clock.systemUTC());
    inside = new Inside(containers, Map.of("base", environment()), places);
    workspaces = new Workspaces(places, Owner.self());
    remotes = project -> new HostedRemote(data.hosted(project.id().toString()));
  }

  private static EnvironmentSettings environment() {
    return new EnvironmentSettings("base", "image", 64L << 20, 1, 64, 0);
  }

  public static Project project(@Nullable String remoteUrl) {
    return new Project(
        ProjectId.random(),
        new UserId("ann"),
        new Author("Ann Lee", "ann@example.org"),
        "demo",
        "base",
        remoteUrl,
        "main",
        null,
        Instant.parse("2026-01-01T00:00:00Z"));
  }

  public Project newProject() throws IOException {
    Project project = project(null);
    workspaces.create(project, "http://localhost/git/" + project.id() + ".git");
    return project;
  }

  /** With others in place of local processes and of the ledger in memory. */
  SaveWorkspace saveWorkspace(Containers containers, Saves saves) {
    Inside other = new Inside(containers, Map.of("base", environment()), places);
    return saveWorkspace(other, saves);
  }

  public SaveWorkspace saveWorkspace() {
    return saveWorkspace(inside, saves);
  }

  private SaveWorkspace saveWorkspace(Inside inside, Saves saves) {
    return new SaveWorkspace(
        saves,
        stores(),
        new MakeSave(
            trees,
            new UserCommits(inside, patience, MOST_OBJECTS),
            saves,
            target,
            Clock.systemUTC()),
        new DeliverSave(of -> remotes.of(of)),
        new SaveWorkspace.After(
            new BringAlong(trees, inside, patience), new DeliverOthers(of -> remotes.of(of))));
  }

  public Stores stores() {
    return new Stores(data, of -> remotes.of(of), Clock.systemUTC());
  }

  public SaveGate gate() {
    return new SaveGate(trees, saves, data, Clock.systemUTC());
  }

  public SaveOutcome save(Project project) throws Exception {
    return save(project, TestWork.of(project, JobKind.PERSIST));
  }

  public SaveOutcome save(Project project, TestWork work) throws Exception {
    return save(project, work, SaveTrigger.MANUAL);
  }

  /** As the tab was closed. */
  public SaveOutcome saveAtEnd(Project project) throws Exception {
    return save(project, TestWork.of(project, JobKind.PERSIST), SaveTrigger.DISCONNECT);
  }

  private SaveOutcome save(Project project, TestWork work, SaveTrigger trigger) throws Exception {
    return saveWorkspace()
        .save(
            new SaveRequest(project, work.job().id(), work.job().createdAt(), trigger, null), work);
  }

  public Path files(Project project) {
    return data.project(project.id().toString());
  }

  public Path hosted(Project project) {
    return data.hosted(project.id().toString());
  }

  public void write(Project project, String path, String text) throws IOException {
    Path file = files(project).resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** The user, typing git in the terminal. */
  public String userGit(Project project, String... arguments) throws Exception {
    return git(files(project), arguments);
  }

  public static String git(Path directory, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(
        List.of(
            "-c",
            "user.name=Ann Lee",
            "-c",
            "user.email=ann@example.org",
            "-c",
            "init.defaultBranch=main"));
    command.addAll(List.of(arguments));
    return run(directory, command);
  }

  public static String run(Path directory, List<String> command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError(command + " in " + directory + ": " + output);
    }
    return output.strip();
  }
}
