package codeblocking.save;

import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.remote.Remote;
import codeblocking.remote.Remotes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings a save that is durable here to the remote, and reads back that it is there. */
public final class DeliverSave {
  // Each round learns what the remote has, or refuses; more than a few means that somebody pushes
  // all the time.
  private static final int ROUNDS = 8;

  private final Remotes remotes;

  public DeliverSave(Remotes remotes) {
    this.remotes = remotes;
  }

  /**
   * Where a save is, verified.
   *
   * @param commit holds all of the save but {@code leftOut}
   */
  record Delivered(
      String ref, String commit, boolean pushed, @Nullable String message, List<Skipped> leftOut) {}

  Delivered deliver(Project project, Save save, GitStore store, Work work)
      throws IOException, RetryLater, NeedsPerson, LeaseLost {
    Remote remote = remotes.of(project);
    Parcel parcel = new Parcel(project, save, store);
    for (int round = 0; round < ROUNDS; round++) {
      work.phase("push");
      work.checkLease();
      Remote.Push push = remote.push(store.directory(), parcel.commit(), parcel.ref());
      if (push instanceof Remote.Push.Landed) {
        work.phase("verify");
        verify(remote, store, parcel.commit(), parcel.ref());
        return landed(parcel, save, store, parcel.commit(), true);
      }
      if (push instanceof Remote.Push.InTheWay inTheWay) {
        // Known from here on; and what the remote has no more is forgotten, which would in turn be
        // in its way here. Side refs are not fetched with the others.
        Remote.Refs unused = remote.fetch(store.directory(), progress -> {});
        remote.fetchBranch(store.directory(), Parcel.name(inTheWay.other()));
        if (!parcel.goRound(inTheWay.other())) {
          throw new NeedsPerson(
              "%s has %s, and git keeps no ref below another. The work is safe here."
                  .formatted(remote.name(), inTheWay.other()),
              null);
        }
      } else if (push instanceof Remote.Push.Without without) {
        if (!parcel.leaveOut(without)) {
          throw new NeedsPerson(
              "%s. The work is safe here. Remove what is meant or ignore it, also from commits not"
                      .formatted(without.reason())
                  + " yet pushed, then save again.",
              null);
        }
      } else if (push instanceof Remote.Push.Elsewhere elsewhere) {
        if (elsewhere.moved()) {
          remote.fetchBranch(store.directory(), Parcel.name(parcel.ref()));
          String tip = store.ref(StoreRefs.ORIGIN + Parcel.name(parcel.ref()));
          if (tip != null && store.contains(tip, parcel.content())) {
            return landed(parcel, save, store, tip, false);
          }
        } else if (parcel.aside()) {
          throw new NeedsPerson(
              "%s takes neither the branch nor a ref beside it: %s. The work is safe here."
                  .formatted(remote.name(), elsewhere.reason()),
              null);
        }
        parcel.goAside(elsewhere.reason());
      }
    }
    throw new RetryLater("The branch in " + remote.name() + " moved on with every try", null);
  }

  /** Whether the remote has it; nothing is pushed. */
  boolean there(Project project, Save save, GitStore store)
      throws IOException, RetryLater, NeedsPerson {
    Remote remote = remotes.of(project);
    Optional<String> tip = remote.tip(save.ref());
    return tip.isPresent() && contains(remote, store, tip.get(), save.commit(), save.ref());
  }

  private static void verify(Remote remote, GitStore store, String commit, String ref)
      throws IOException, RetryLater, NeedsPerson {
    Optional<String> tip = remote.tip(ref);
    if (tip.isEmpty() || !contains(remote, store, tip.get(), commit, ref)) {
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
    remote.fetchBranch(store.directory(), Parcel.name(ref));
    String fetched = store.ref(StoreRefs.ORIGIN + Parcel.name(ref));
    return fetched != null && store.contains(fetched, commit);
  }

  private static Delivered landed(
      Parcel parcel, Save save, GitStore store, String tip, boolean pushed) throws IOException {
    String origin = StoreRefs.ORIGIN + Parcel.name(parcel.ref());
    String now = store.ref(origin);
    if (now == null || !store.contains(now, tip)) {
      store.setRef(origin, tip);
    }
    if (!parcel.leftOut().isEmpty()) {
      store.setRef(StoreRefs.whole(parcel.branch()), save.commit());
    }
    if (parcel.aside()) {
      store.setRef(StoreRefs.side(parcel.branch()), tip);
      // What went aside is not on its way to the branch any more.
      store.deleteRef(StoreRefs.tip(parcel.branch()));
    } else if (!parcel.content().equals(save.commit())) {
      store.setRef(StoreRefs.tip(parcel.branch()), parcel.content());
    }
    store.deleteRef(StoreRefs.pin(save.jobId()));
    List<Skipped> leftOut = new ArrayList<>();
    parcel.leftOut().forEach(entry -> leftOut.add(entry.skipped()));
    return new Delivered(
        parcel.ref(), parcel.content(), pushed, parcel.message(), List.copyOf(leftOut));
  }
}
