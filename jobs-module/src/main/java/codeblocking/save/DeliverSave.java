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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings a save that is durable here to the remote, and reads back that it is there. */
public final class DeliverSave {
  private static final Author OURSELVES = new Author("CodeBlocking", "codeblocking@localhost");
  // Each round learns what the remote has; more than a few means that somebody pushes all the time.
  private static final int ROUNDS = 4;

  private final Remotes remotes;

  public DeliverSave(Remotes remotes) {
    this.remotes = remotes;
  }

  /** Where a save is, verified. */
  record Delivered(String ref, boolean pushed, @Nullable String message) {}

  Delivered deliver(Project project, Save save, GitStore store, Work work)
      throws IOException, RetryLater, NeedsPerson, LeaseLost {
    Remote remote = remotes.of(project);
    ProjectId id = project.id();
    String branch = StoreRefs.branch(id, save.ref());
    String ref = save.ref();
    String commit = save.commit();
    String message = save.message();
    String inTheWay = StoreRefs.isAside(id, ref) ? null : inTheWay(store, name(ref));
    if (inTheWay != null) {
      ref = asideOf(id, branch, store);
      message =
          "Saved beside the branch %s: the remote has a branch %s, and git keeps none below another"
              .formatted(branch, inTheWay);
      commit = beside(save, store, branch, name(ref));
    } else if (StoreRefs.isAside(id, ref)) {
      ref = asideOf(id, branch, store);
    }
    for (int round = 0; round < ROUNDS; round++) {
      work.phase("push");
      work.checkLease();
      Remote.Push push = remote.push(store.directory(), commit, ref);
      if (push instanceof Remote.Push.Landed) {
        work.phase("verify");
        verify(remote, store, commit, ref);
        record(id, save, store, new Landed(branch, ref, commit));
        return new Delivered(ref, true, message);
      }
      Remote.Push.Elsewhere elsewhere = (Remote.Push.Elsewhere) push;
      if (elsewhere.moved()) {
        remote.fetchBranch(store.directory(), name(ref));
        String tip = store.ref(StoreRefs.ORIGIN + name(ref));
        if (tip != null && store.contains(tip, save.commit())) {
          record(id, save, store, new Landed(branch, ref, tip));
          return new Delivered(ref, false, message);
        }
      }
      if (!StoreRefs.isAside(id, ref)) {
        ref = asideOf(id, branch, store);
        message = "Saved beside the branch " + branch + ": " + elsewhere.reason();
      } else if (!elsewhere.moved()) {
        throw new NeedsPerson(
            "%s takes neither the branch nor a ref beside it: %s. The work is safe here."
                .formatted(remote.name(), elsewhere.reason()),
            null);
      }
      commit = beside(save, store, branch, name(ref));
    }
    throw new RetryLater("The branch in " + remote.name() + " moved on with every try", null);
  }

  /** Where it goes beside the branch, though {@code a} is there and this is {@code a/b}. */
  private static String asideOf(ProjectId id, String branch, GitStore store) throws IOException {
    String ref = StoreRefs.aside(id, branch);
    return inTheWay(store, name(ref)) == null
        ? ref
        : StoreRefs.aside(id, branch.replace('/', '-') + "-branch");
  }

  /**
   * The branch of the remote, as last seen, that is a directory of this one or the other way round:
   * git hosts then fail to lock the ref, as if time would help.
   */
  private static @Nullable String inTheWay(GitStore store, String branch) throws IOException {
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

  /** Whether the remote has it; nothing is pushed. */
  boolean there(Project project, Save save, GitStore store)
      throws IOException, RetryLater, NeedsPerson {
    Remote remote = remotes.of(project);
    String tip = remote.refs().ids().get(save.ref());
    return tip != null && contains(remote, store, tip, save.commit(), save.ref());
  }

  /**
   * The commit to push to the side ref: the save itself, or where that does not descend from what
   * is there, one that joins both. It carries no trailer: it is no second save (S5).
   */
  private static String beside(Save save, GitStore store, String branch, String sideName)
      throws IOException {
    String commit = save.commit();
    String[] before = {store.ref(StoreRefs.side(branch)), store.ref(StoreRefs.ORIGIN + sideName)};
    for (String side : before) {
      if (side != null && !store.contains(commit, side)) {
        commit =
            store.commit(
                save.tree(),
                List.of(commit, side),
                new GitStore.CommitText(
                    OURSELVES, save.at(), "Join an auto-save with the one before\n"));
      }
    }
    return commit;
  }

  private static void verify(Remote remote, GitStore store, String commit, String ref)
      throws IOException, RetryLater, NeedsPerson {
    String tip = remote.refs().ids().get(ref);
    if (tip == null || !contains(remote, store, tip, commit, ref)) {
      throw new RetryLater(
          remote.name() + " said that it took the push, but does not show it", null);
    }
  }

  private static boolean contains(
      Remote remote, GitStore store, String tip, String commit, String ref)
      throws IOException, RetryLater, NeedsPerson {
    if (tip.equals(commit)) {
      return true;
    }
    remote.fetchBranch(store.directory(), name(ref));
    String fetched = store.ref(StoreRefs.ORIGIN + name(ref));
    return fetched != null && store.contains(fetched, commit);
  }

  private record Landed(String branch, String ref, String commit) {}

  private static void record(ProjectId project, Save save, GitStore store, Landed landed)
      throws IOException {
    String origin = StoreRefs.ORIGIN + name(landed.ref());
    String now = store.ref(origin);
    if (now == null || !store.contains(now, landed.commit())) {
      store.setRef(origin, landed.commit());
    }
    if (StoreRefs.isAside(project, landed.ref())) {
      store.setRef(StoreRefs.side(landed.branch()), landed.commit());
      // What went aside is not on its way to the branch any more.
      store.deleteRef(StoreRefs.tip(landed.branch()));
    }
    store.deleteRef(StoreRefs.pin(save.jobId()));
  }

  private static String name(String ref) {
    return ref.substring(StoreRefs.HEADS.length());
  }
}
