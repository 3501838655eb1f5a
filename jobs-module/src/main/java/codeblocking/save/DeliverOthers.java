package codeblocking.save;

import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Author;
import codeblocking.project.Project;
import codeblocking.remote.Remote;
import codeblocking.remote.Remotes;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings to the remote, beside the branches, what of the user's commits a save does not take along:
 * branches that are not checked out, and stashes. Failing at it fails no save; what stays here only
 * keeps the workspace from being removed ({@link OnlyHere}).
 */
public final class DeliverOthers {
  private static final System.Logger LOGGER = System.getLogger(DeliverOthers.class.getName());
  private static final Author OURSELVES = new Author("CodeBlocking", "codeblocking@localhost");
  // The rest goes with the next save.
  private static final int MOST = 50;
  private static final int ROUNDS = 3;

  private final Remotes remotes;

  public DeliverOthers(Remotes remotes) {
    this.remotes = remotes;
  }

  void deliver(Project project, GitStore store, Work work) throws LeaseLost {
    try {
      Map<String, List<String>> only = byName(store);
      if (only.isEmpty() || !project.filled()) {
        return;
      }
      work.phase("others");
      Remote remote = remotes.of(project);
      Map<String, String> pushed = new TreeMap<>();
      for (Map.Entry<String, List<String>> each : only.entrySet()) {
        String ref = StoreRefs.aside(project.id(), each.getKey());
        String commit = push(remote, store, new Other(each.getKey(), ref, each.getValue()), work);
        if (commit != null) {
          pushed.put(each.getKey(), commit);
        }
      }
      note(project, remote, store, pushed);
    } catch (IOException | RetryLater | NeedsPerson e) {
      LOGGER.log(
          Level.WARNING,
          "Branches of the workspace of project "
              + project.id()
              + " that are not checked out are on this host only; the next save tries again",
          e);
    }
  }

  /** Name in the side namespace → what has to be there. */
  private static Map<String, List<String>> byName(GitStore store) throws IOException {
    Map<String, List<String>> only = new TreeMap<>();
    for (Map.Entry<String, String> tip :
        OnlyHere.in(store.refs(StoreRefs.USER_HEADS), store).entrySet()) {
      if (only.size() < MOST && store.has(tip.getValue())) {
        only.put(tip.getKey(), new ArrayList<>(List.of(tip.getValue())));
      }
    }
    for (String stash : OnlyHere.in(store.refs(StoreRefs.USER_STASHES), store).keySet()) {
      only.computeIfAbsent(StoreRefs.STASH, name -> new ArrayList<>()).add(stash);
    }
    return only;
  }

  private record Other(String name, String ref, List<String> tips) {}

  /** Null: the remote does not take it. */
  private static @Nullable String push(Remote remote, GitStore store, Other other, Work work)
      throws IOException, RetryLater, NeedsPerson, LeaseLost {
    String side = other.ref().substring(StoreRefs.HEADS.length());
    for (int round = 0; round < ROUNDS; round++) {
      String commit = joined(store, other, side);
      if (Parcel.holdsRefused(store, commit)) {
        return null;
      }
      work.checkLease();
      Remote.Push push = remote.push(store.directory(), commit, other.ref());
      if (push instanceof Remote.Push.Landed) {
        return commit;
      }
      if (!(push instanceof Remote.Push.Elsewhere elsewhere && elsewhere.moved())) {
        return null;
      }
      remote.fetchBranch(store.directory(), side);
    }
    return null;
  }

  /** What descends from all of it, and from what is there: the side ref only goes forward (S9). */
  private static String joined(GitStore store, Other other, String side) throws IOException {
    List<String> all = new ArrayList<>(other.tips());
    for (String ref : List.of(StoreRefs.side(other.name()), StoreRefs.ORIGIN + side)) {
      String before = store.ref(ref);
      if (before != null) {
        all.add(before);
      }
    }
    String commit = all.get(0);
    for (String more : all) {
      if (store.contains(more, commit)) {
        commit = more;
      } else if (!store.contains(commit, more)) {
        // The time is the commit's own, so that the next try makes the same one.
        GitStore.CommitText text =
            new GitStore.CommitText(
                OURSELVES, store.time(commit), "Join what was beside the branch\n");
        commit = store.commit(store.tree(commit), List.of(commit, more), text);
      }
    }
    store.sync();
    return commit;
  }

  private static void note(
      Project project, Remote remote, GitStore store, Map<String, String> pushed)
      throws IOException, RetryLater, NeedsPerson {
    if (pushed.isEmpty()) {
      return;
    }
    Map<String, String> there = remote.refs().ids();
    for (Map.Entry<String, String> each : pushed.entrySet()) {
      if (each.getValue().equals(there.get(StoreRefs.aside(project.id(), each.getKey())))) {
        store.setRef(StoreRefs.side(each.getKey()), each.getValue());
      }
    }
  }
}
