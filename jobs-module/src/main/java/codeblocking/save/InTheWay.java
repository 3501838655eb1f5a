package codeblocking.save;

import codeblocking.project.ProjectId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Branches of the remote, as last seen, of which one would be a directory of another: a git host
 * fails to lock such a ref, as if time would help.
 */
final class InTheWay {
  private InTheWay() {}

  /** The one that keeps a branch of this name from being made; null: none. */
  static @Nullable String of(GitStore store, String branch) throws IOException {
    for (int slash = branch.indexOf('/'); slash >= 0; slash = branch.indexOf('/', slash + 1)) {
      if (store.ref(StoreRefs.ORIGIN + branch.substring(0, slash)) != null) {
        return branch.substring(0, slash);
      }
    }
    for (String below : store.refs(StoreRefs.ORIGIN + branch + "/").keySet()) {
      return branch + "/" + below;
    }
    return null;
  }

  /**
   * Where the branch goes beside, which has a plainer name where {@code a} is to be {@code a/b}.
   */
  static String aside(GitStore store, ProjectId project, String branch) throws IOException {
    String ref = StoreRefs.aside(project, branch);
    return of(store, ref.substring(StoreRefs.HEADS.length())) == null
        ? ref
        : StoreRefs.aside(project, branch.replace('/', '-') + "-branch");
  }
}
