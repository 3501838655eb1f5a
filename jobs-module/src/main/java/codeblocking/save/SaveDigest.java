package codeblocking.save;

import codeblocking.workspace.GitState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fingerprint of a workspace's refs as a save sees it. */
public final class SaveDigest {
  /** In front of the fingerprint of refs whose commits could not be had. */
  static final String NOT_BROUGHT = "!";

  /** Stands for every commit that the save holds, whichever commit that is in the end. */
  private static final String HELD = "held";

  private static final int MOST = 200;

  private SaveDigest() {}

  /**
   * Branches that are on the way to the save's commit all count the same: so the fingerprint is the
   * same before and after the user's branch was brought along.
   */
  public static String refs(GitState state, @Nullable String commit, GitStore store)
      throws IOException {
    return refs(state, commit, store, List.of());
  }

  /** {@code whole}: commits that hold the save's whole content, where the remote refused some. */
  static String refs(
      GitState all, @Nullable String commit, GitStore store, Collection<String> whole)
      throws IOException {
    GitState state = OwnRefs.of(all, store);
    List<String> heads = new ArrayList<>(state.branches().values());
    heads.addAll(state.heads().values());
    Map<String, String> same = new HashMap<>();
    List<String> holders = new ArrayList<>(whole);
    if (commit != null && store.has(commit)) {
      holders.add(0, commit);
      same.put(commit, HELD);
    }
    for (String holder : holders) {
      int asked = 0;
      for (String id : heads) {
        if (asked++ < MOST) {
          count(id, holder, store, same);
        }
      }
      if (state.detached() != null) {
        count(state.detached(), holder, store, same);
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
      same.put(id, HELD);
    }
  }
}
