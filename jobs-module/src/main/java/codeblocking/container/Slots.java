package codeblocking.container;

import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes the host directories that a workspace is mounted from. */
final class Slots {
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwxr-xr-x");

  private final Places places;
  private final WorkspaceUser user;

  Slots(Places places, WorkspaceUser user) {
    this.places = places;
    this.user = user;
  }

  /**
   * Makes what is missing. The slot is the server's own, not writable inside, so that nobody there
   * can put a link in the project's place; still no link is followed.
   */
  void prepare(ProjectId project) throws IOException {
    Path slot = places.slot(project);
    Path handover = places.handover(project);
    Files.createDirectories(slot.getParent());
    Files.createDirectories(handover.getParent());
    ours(slot);
    ours(handover);
    users(places.project(project));
    users(places.home(project));
  }

  private static void ours(Path directory) throws IOException {
    if (make(directory)) {
      // Whatever the umask is.
      Files.setPosixFilePermissions(directory, OURS);
    }
  }

  private void users(Path directory) throws IOException {
    if (make(directory)) {
      Files.setPosixFilePermissions(directory, OURS);
    }
    // Also what a crash left between making it and giving it away.
    int owner = (Integer) Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner != user.uid()) {
      Files.setAttribute(directory, "unix:gid", user.gid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(directory, "unix:uid", user.uid(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** True: it was missing. */
  private static boolean make(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
      return true;
    } catch (FileAlreadyExistsException e) {
      if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      throw new IOException(directory + " is not a directory; nothing is mounted over it", e);
    }
  }
}
