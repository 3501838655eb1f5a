package codeblocking.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Who owns the files of workspaces, on the host and inside. */
public record Owner(int uid, int gid) {
  private static final int INSIDE = 10_001;

  /** The containers' user when this server may give files away, else the server's own user. */
  public static Owner detect() throws IOException {
    Owner self = self();
    return self.uid == 0 ? new Owner(INSIDE, INSIDE) : self;
  }

  public static Owner self() throws IOException {
    Path self = Path.of("/proc/self");
    return new Owner(
        (Integer) Files.getAttribute(self, "unix:uid"),
        (Integer) Files.getAttribute(self, "unix:gid"));
  }

  /** Gives a tree that is still ours alone; a workspace in use is never walked like this. */
  void give(Path tree) throws IOException {
    if (equals(self())) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(tree)) {
      all = walk.toList();
    }
    for (Path each : all) {
      Files.setAttribute(each, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(each, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
