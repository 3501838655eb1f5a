package codeblocking.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who processes in a workspace are, on the host as well. */
record WorkspaceUser(int uid, int gid) {
  /** Of the images' user {@code codeblocking}. */
  private static final int IMAGE_USER = 10_001;

  /** A server that is not root cannot give files away, so its workspaces run as itself. */
  static WorkspaceUser ofThisServer() {
    Path self = Path.of("/proc/self");
    try {
      int uid = (Integer) Files.getAttribute(self, "unix:uid");
      int gid = (Integer) Files.getAttribute(self, "unix:gid");
      return uid == 0 ? new WorkspaceUser(IMAGE_USER, IMAGE_USER) : new WorkspaceUser(uid, gid);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell which user this server runs as", e);
    }
  }
}
