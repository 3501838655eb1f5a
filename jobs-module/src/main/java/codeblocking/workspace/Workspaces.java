package codeblocking.workspace;

import codeblocking.place.Places;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.save.RecordedBase;
import codeblocking.settings.DataDirectory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.TreeMap;

/** Makes and removes what a project has on this host's disk. */
public final class Workspaces implements WorkspaceRemoval {
  private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

  private final DataDirectory data;
  private final Places places;
  private final Owner owner;

  public Workspaces(Places places, Owner owner) {
    this.data = places.data();
    this.places = places;
    this.owner = owner;
  }

  /**
   * Makes the workspace of a project, empty, on the branch asked for; what is there already stays,
   * so it may be called again after a crash. With a repository on the built-in host, unless the
   * project has a remote elsewhere.
   *
   * @param originUrl what {@code git remote -v} shows inside
   */
  public void create(Project project, String originUrl) throws IOException {
    String id = project.id().toString();
    String branch = project.branch();
    if (project.builtIn()) {
      SafeGit.create(data.hosted(id), data.staging(), branch);
    }
    SafeGit.create(data.git(id), data.staging(), branch);
    if (RecordedBase.read(data.git(id)).isEmpty()) {
      GitState empty = GitState.of(true, branch, new TreeMap<>());
      RecordedBase.write(data.git(id), new Digest(EMPTY_TREE, empty.fingerprint(new TreeMap<>())));
    }
    directory(data.handover(id), "rwxr-xr-x");
    slot(project.id(), branch, originUrl);
  }

  private void slot(ProjectId id, String branch, String originUrl) throws IOException {
    Path slot = places.own(id);
    if (Files.isDirectory(slot)) {
      return;
    }
    Files.createDirectories(data.staging());
    Path making = Files.createTempDirectory(data.staging(), "slot-");
    Path project = directory(making.resolve("project"), "rwxr-xr-x");
    Path home = directory(making.resolve("home"), "rwx------");
    Skeleton.write(project, branch, originUrl);
    owner.give(project);
    owner.give(home);
    // The slot itself stays ours: nobody inside can put a link in the project's place.
    Files.setPosixFilePermissions(making, PosixFilePermissions.fromString("rwxr-xr-x"));
    Durable.tree(making);
    try {
      Durable.move(making, slot);
    } catch (FileAlreadyExistsException e) {
      TreeRemoval.remove(making, data.staging());
    }
  }

  /**
   * Removes a project's files; no container of it may live. Already gone is success.
   *
   * @param discard the repository on the built-in host goes too
   */
  @Override
  public void remove(ProjectId project, boolean discard) throws IOException {
    String id = project.toString();
    if (!places.giveBack(project)) {
      throw new IOException("a command still runs over the project's files");
    }
    TreeRemoval.remove(places.own(project), data.staging());
    TreeRemoval.remove(data.handover(id), data.staging());
    TreeRemoval.remove(data.git(id), data.staging());
    SetAside.removeAll(data.git(id), data.staging());
    if (discard) {
      TreeRemoval.remove(data.hosted(id), data.staging());
    }
  }

  @Override
  public boolean present(ProjectId project) {
    return Files.exists(places.own(project), LinkOption.NOFOLLOW_LINKS);
  }

  /** At start: what a crash left half removed. */
  public void tidy() throws IOException {
    TreeRemoval.emptyLeftovers(data.staging());
  }

  private static Path directory(Path path, String permissions) throws IOException {
    Files.createDirectories(path);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
