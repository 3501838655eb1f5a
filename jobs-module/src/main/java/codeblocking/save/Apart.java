package codeblocking.save;

import codeblocking.workspace.GitState;
import java.util.Optional;
import java.util.stream.Stream;

/** What holds commits of the user's that are on no branch. */
enum Apart {
  STASH("refs/stash", "stashes", "stash", "the stash"),
  TAG("refs/tags/", "tags", "tags", "the tag "),
  WORK_TREE(GitState.WORK_TREES, "worktrees", "worktrees", "the work tree ");

  private final String prefix;
  private final String kept;
  private final String side;
  private final String words;

  Apart(String prefix, String kept, String side, String words) {
    this.prefix = prefix;
    this.kept = kept;
    this.side = side;
    this.words = words;
  }

  /** By the name of a head of {@link GitState}; empty: it is a branch. */
  static Optional<Apart> of(String head) {
    return Stream.of(values()).filter(each -> head.startsWith(each.prefix)).findFirst();
  }

  /** For people: of a head. */
  static String shown(String head) {
    return of(head).map(each -> each.words + head.substring(each.prefix.length())).orElse(head);
  }

  /** For people: where no more is known than what it was. */
  String shownById(String id) {
    return words.strip() + " " + id.substring(0, 8);
  }

  /** Where what was brought is kept here: below it, what the workspace names by its id → commit. */
  String refs() {
    return StoreRefs.USER + kept + "/";
  }

  /** Where in the remote, beside the branches, all of it goes. */
  String side() {
    return side;
  }
}
