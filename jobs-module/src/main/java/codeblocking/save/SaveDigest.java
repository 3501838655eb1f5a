package codeblocking.save;

import codeblocking.workspace.GitState;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fingerprint of a workspace's refs as a save sees it. */
public final class SaveDigest {
  /** In front of the fingerprint of refs whose commits could not be had. */
  static final String NOT_BROUGHT = "!";

  private static final int MOST = 200;

  private SaveDigest() {}

  /**
   * Branches that are on the way to the save's commit count as that commit: so the fingerprint is
   * the same before and after the user's branch was brought along.
   */
  public static String refs(GitState state, @Nullable String commit, GitStore store)
      throws IOException {
    Map<String, String> same = new HashMap<>();
    if (commit != null && store.has(commit)) {
      int asked = 0;
      for (String id : state.heads().values()) {
        if (asked++ < MOST) {
          count(id, commit, store, same);
        }
      }
      if (state.detached() != null) {
        count(state.detached(), commit, store, same);
      }
    }
    // A branch without commits, once brought along, is at the save.
    String branch = state.branch();
    return commit != null && branch != null && state.head() == null
        ? state.withHead(branch, commit).fingerprint(same)
        : state.fingerprint(same);
  }

  private static void count(String id, String commit, GitStore store, Map<String, String> same)
      throws IOException {
    if (!same.containsKey(id) && store.has(id) && store.contains(commit, id)) {
      same.put(id, commit);
    }
  }
}
