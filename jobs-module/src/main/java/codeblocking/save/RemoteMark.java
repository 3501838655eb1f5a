package codeblocking.save;

import static java.nio.charset.StandardCharsets.UTF_8;

import codeblocking.project.Project;
import codeblocking.workspace.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which remote a git directory of ours speaks of; a project may be given another one. */
public final class RemoteMark {
  private static final String REMOTE = "codeblocking-remote";
  private static final String TOLD = "codeblocking-origin";
  private static final String BUILT_IN = "built in";

  private RemoteMark() {}

  /**
   * Forgets what another remote had and refused, where the project has a new one. For the holder of
   * the project's git lease, before anything else is done with the directory.
   */
  public static void settle(Project project, GitStore store) throws IOException {
    String now = name(project);
    String before = read(store.directory(), REMOTE);
    if (now.equals(before)) {
      return;
    }
    if (before != null) {
      for (String prefix : new String[] {StoreRefs.ORIGIN, StoreRefs.SIDES}) {
        for (String ref : store.refs(prefix).keySet()) {
          store.deleteRef(prefix + ref);
        }
      }
      HeldBack.forget(store.directory());
    } else {
      // The workspace was made with this one.
      write(store.directory(), TOLD, now);
    }
    write(store.directory(), REMOTE, now);
  }

  /** Whether the workspace's own {@code origin} is this remote already. */
  static boolean told(Project project, GitStore store) throws IOException {
    return name(project).equals(read(store.directory(), TOLD));
  }

  static void tell(Project project, GitStore store) throws IOException {
    write(store.directory(), TOLD, name(project));
  }

  /** Takes over what another git directory says. */
  static void copy(Path from, Path to) throws IOException {
    for (String file : List.of(REMOTE, TOLD)) {
      String text = read(from, file);
      if (text != null) {
        write(to, file, text);
      }
    }
  }

  private static String name(Project project) {
    String url = project.remoteUrl();
    return url == null ? BUILT_IN : url;
  }

  private static @Nullable String read(Path gitDir, String file) throws IOException {
    Path path = gitDir.resolve(file);
    return Files.exists(path) ? Files.readString(path, UTF_8).strip() : null;
  }

  private static void write(Path gitDir, String file, String text) throws IOException {
    Path making = gitDir.resolve(file + ".new");
    Files.writeString(making, text + "\n", UTF_8);
    Durable.file(making);
    Files.move(
        making,
        gitDir.resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Durable.directory(gitDir);
  }
}
