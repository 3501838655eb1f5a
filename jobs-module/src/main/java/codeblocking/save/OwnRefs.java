package codeblocking.save;

import codeblocking.workspace.GitState;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** What of a workspace's refs only the user made: most tags are those of a remote. */
final class OwnRefs {
  private OwnRefs() {}

  static GitState of(GitState state, GitStore store) throws IOException {
    if (state.heads().keySet().stream().noneMatch(OwnRefs::isTag)) {
      return state;
    }
    Set<String> theirs = new HashSet<>(store.refs("refs/tags/").values());
    theirs.addAll(store.elsewhere());
    return state.keeping((name, id) -> !isTag(name) || !theirs.contains(id));
  }

  static boolean isTag(String head) {
    return Apart.of(head).filter(Apart.TAG::equals).isPresent();
  }
}
