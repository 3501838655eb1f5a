package codeblocking.save;

import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Author;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.remote.Remote;
import codeblocking.remote.Remotes;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Brings to the remote, beside the branches, what of the user's commits a save does not take along:
 * branches that are not checked out, and what is on none ({@link Apart}). Failing at it fails no
 * save; what stays here only keeps the workspace from being removed ({@link OnlyHere}).
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
      Map<String, Pushed> pushed = new TreeMap<>();
      for (Map.Entry<String, List<String>> each : only.entrySet()) {
        Other other = new Other(project.id(), each.getKey(), each.getValue());
        push(remote, store, other, work).ifPresent(tip -> pushed.put(other.name(), tip));
      }
      note(remote, store, pushed);
    } catch (IOException | RetryLater | NeedsPerson e) {
      LOGGER.log(
          Level.WARNING,
          "What of the commits of project "
              + project.id()
              + " is not on the checked-out branch is on this host only; the next save tries again",
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
    for (Apart apart : Apart.values()) {
      for (String commit : OnlyHere.in(store.refs(apart.refs()), store).values()) {
        only.computeIfAbsent(apart.side(), name -> new ArrayList<>()).add(commit);
      }
    }
    return only;
  }

  private record Other(ProjectId project, String name, List<String> tips) {
    /** Around what is known to be in its way. */
    String ref(GitStore store) throws IOException {
      return InTheWay.aside(store, project, name);
    }
  }

  private record Pushed(String ref, String commit) {}

  /** Empty: the remote does not take it. */
  private static Optional<Pushed> push(Remote remote, GitStore store, Other other, Work work)
      throws IOException, RetryLater, NeedsPerson, LeaseLost {
    for (int round = 0; round < ROUNDS; round++) {
      String ref = other.ref(store);
      String commit = joined(store, other, Parcel.name(ref));
      if (Parcel.holdsRefused(store, commit)) {
        return Optional.empty();
      }
      work.checkLease();
      Remote.Push push = remote.push(store.directory(), commit, ref);
      if (push instanceof Remote.Push.Landed) {
        return Optional.of(new Pushed(ref, commit));
      }
      if (push instanceof Remote.Push.InTheWay inTheWay) {
        remote.fetchBranch(store.directory(), Parcel.name(inTheWay.other()));
      } else if (push instanceof Remote.Push.Elsewhere elsewhere && elsewhere.moved()) {
        remote.fetchBranch(store.directory(), Parcel.name(ref));
      } else {
        return Optional.empty();
      }
    }
    return Optional.empty();
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

  private static void note(Remote remote, GitStore store, Map<String, Pushed> pushed)
      throws IOException, RetryLater, NeedsPerson {
    if (pushed.isEmpty()) {
      return;
    }
    Map<String, String> there = remote.refs().ids();
    for (Map.Entry<String, Pushed> each : pushed.entrySet()) {
      Pushed tip = each.getValue();
      if (tip.commit().equals(there.get(tip.ref()))) {
        store.setRef(StoreRefs.side(each.getKey()), tip.commit());
      }
    }
  }
}
