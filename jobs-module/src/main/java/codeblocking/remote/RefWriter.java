package codeblocking.remote;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/** Writes refs of our own git directories, and fails where JGit would only return a result. */
public final class RefWriter {
  private static final String ORIGIN = "refs/remotes/origin/";

  private final Repository repository;

  public RefWriter(Repository repository) {
    this.repository = repository;
  }

  public void set(String name, ObjectId id) throws IOException {
    RefUpdate update = repository.updateRef(name, true);
    update.setNewObjectId(id);
    update.setForceUpdate(true);
    update.disableRefLog();
    RefUpdate.Result result = update.forceUpdate();
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
      // INVARIANT: an unnoticed LOCK_FAILURE here once pushed an older commit.
      default -> throw failed("write", name, result);
    }
  }

  public void delete(String name) throws IOException {
    if (repository.exactRef(name) == null) {
      return;
    }
    RefUpdate update = repository.updateRef(name, true);
    update.setForceUpdate(true);
    update.disableRefLog();
    RefUpdate.Result result = update.delete();
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
      default -> throw failed("delete", name, result);
    }
  }

  /** JGit tells a lock that is held by somebody and a disk that does not take it by one word. */
  private static IOException failed(String what, String name, RefUpdate.Result result) {
    String why =
        result == RefUpdate.Result.LOCK_FAILURE
            ? "it is being written, or the disk failed"
            : result.toString();
    return new IOException("cannot " + what + " " + name + ": " + why);
  }

  /** Makes {@code refs/remotes/origin/*} and {@code refs/tags/*} what the remote has. */
  void mirrorOrigin(Map<String, String> remote) throws IOException {
    Map<String, String> wanted = new HashMap<>();
    remote.forEach(
        (name, id) -> {
          if (name.startsWith(Constants.R_HEADS)) {
            wanted.put(ORIGIN + name.substring(Constants.R_HEADS.length()), id);
          } else if (name.startsWith(Constants.R_TAGS)) {
            wanted.put(name, id);
          }
        });
    // Deletions first: "a" may have made room for "a/b".
    for (Ref ref : repository.getRefDatabase().getRefsByPrefix(ORIGIN)) {
      if (!wanted.containsKey(ref.getName())) {
        delete(ref.getName());
      }
    }
    for (Map.Entry<String, String> ref : wanted.entrySet()) {
      set(ref.getKey(), ObjectId.fromString(ref.getValue()));
    }
  }
}
