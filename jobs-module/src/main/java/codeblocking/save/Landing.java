package codeblocking.save;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a save goes, and what it descends from.
 *
 * @param aside null: on the branch; else why not, in words
 * @param parents of the commit, the user's own line first
 */
public record Landing(@Nullable String aside, List<String> parents) {
  /** More commits than anybody saves between two pushes; beyond it they are somebody's. */
  private static final int MOST_OURS = 500;

  /**
   * What is known of the branch.
   *
   * @param user tip of the user's branch, complete in our git directory; null: none
   * @param ours the last save on its way to the branch; null: none
   * @param remote the branch's tip in the remote as last seen; null: none
   * @param side tip of the side ref; null: none
   * @param aside a reason that is known beforehand; null: none
   */
  public record Facts(
      @Nullable String user,
      @Nullable String ours,
      @Nullable String remote,
      @Nullable String side,
      @Nullable String aside) {}

  /** Tells which of the given commits the ledger has as saves of this project. */
  public interface Ledger {
    Set<String> ours(List<String> commits) throws IOException;
  }

  public static Landing of(Facts facts, History history, Ledger ledger) throws IOException {
    List<String> parents = new ArrayList<>();
    if (facts.user() != null) {
      parents.add(facts.user());
    }
    String aside = facts.aside();
    if (facts.ours() != null && onlyOurs(facts.ours(), parents, history, ledger)) {
      join(parents, facts.ours(), history);
    }
    if (facts.remote() != null) {
      if (onlyOurs(facts.remote(), parents, history, ledger)) {
        join(parents, facts.remote(), history);
      } else if (aside == null) {
        aside = "the branch in the remote has commits that the workspace does not";
      }
    }
    // The side ref is this project's alone: what is there is always an ancestor (S9).
    if (aside != null && facts.side() != null) {
      join(parents, facts.side(), history);
    }
    return new Landing(aside, List.copyOf(parents));
  }

  private static boolean onlyOurs(String tip, List<String> parents, History history, Ledger ledger)
      throws IOException {
    List<String> extra = history.beyond(tip, parents, MOST_OURS + 1);
    return extra.isEmpty() || (extra.size() <= MOST_OURS && ledger.ours(extra).containsAll(extra));
  }

  private static void join(List<String> parents, String tip, History history) throws IOException {
    for (String parent : parents) {
      if (history.contains(parent, tip)) {
        return;
      }
    }
    List<String> left = new ArrayList<>();
    for (String parent : parents) {
      if (!history.contains(tip, parent)) {
        left.add(parent);
      }
    }
    left.add(tip);
    parents.clear();
    parents.addAll(left);
  }
}
