package codeblocking.workspace;

import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Changes single files of a workspace from the host, whoever works in it meanwhile. */
public final class HostWrites {
  private final Places places;
  private final ProjectFolders folders;
  private final Owner owner;

  public HostWrites(Places places, Owner owner) {
    this.places = places;
    this.folders = new ProjectFolders(places);
    this.owner = owner;
  }

  /**
   * Where a path leads; whoever got it closes it.
   *
   * @throws ProjectFolders.Missing the project has no directory on this host
   */
  public HostPlace reach(ProjectId project, List<String> names) throws IOException {
    return HostPlace.reach(folders.open(project), names);
  }

  /** A file in the making; closed before it was put, it was never there. */
  public Draft draft() throws IOException {
    return new Draft(StagedFiles.in(places.data().staging(), owner));
  }

  /** What is to become a file, outside of every workspace. */
  public static final class Draft implements Closeable {
    private final StagedFiles staged;

    private Draft(StagedFiles staged) {
      this.staged = staged;
    }

    /** Where its content goes. */
    public OutputStream open() throws IOException {
      return Files.newOutputStream(staged.next(), StandardOpenOption.CREATE_NEW);
    }

    StagedFiles staged() {
      return staged;
    }

    @Override
    public void close() throws IOException {
      staged.close();
    }
  }
}
