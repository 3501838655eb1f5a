package codeblocking.workspace;

import codeblocking.place.Identity;
import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens the user's files, wherever they are, and only where they are those that we put there. */
public final class ProjectFolders {
  private final Places places;

  public ProjectFolders(Places places) {
    this.places = places;
  }

  /** The project has no directory on this host. */
  public static final class Missing extends NoSuchFileException {
    Missing(Path where) {
      super(where.toString());
    }
  }

  /**
   * The project's directory; stays the same while it is open, even where it is moved.
   *
   * @throws Missing there is none; anything below may be missing in other words
   */
  public OpenDirectory open(ProjectId project) throws IOException {
    Path where = places.project(project);
    try {
      return trusted(project, where);
    } catch (NoSuchFileException e) {
      Path now = places.project(project);
      if (now.equals(where)) {
        throw new Missing(where);
      }
      // It was moved between the question and the opening.
      return trusted(project, now);
    }
  }

  private OpenDirectory trusted(ProjectId project, Path where) throws IOException {
    OpenDirectory opened = OpenDirectory.open(where);
    try {
      if (!places.trusted(project, Identity.of(opened.attributes()))) {
        throw new IOException(
            "the directory of project %s is not the one that was put there; it is left alone"
                .formatted(project));
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }
}
