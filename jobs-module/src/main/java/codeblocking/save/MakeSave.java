package codeblocking.save;

import codeblocking.job.LeaseLost;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.settings.Settings.PersistTarget;
import codeblocking.workspace.GitState;
import codeblocking.workspace.Snapshot;
import codeblocking.workspace.WorkspaceTrees;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a save of a workspace's content that is durable here, with its commit in the ledger. */
public final class MakeSave {
  private static final System.Logger LOGGER = System.getLogger(MakeSave.class.getName());
  private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

  private final WorkspaceTrees trees;
  private final UserCommits userCommits;
  private final Saves saves;
  private final PersistTarget target;
  private final Clock clock;

  public MakeSave(
      WorkspaceTrees trees,
      UserCommits userCommits,
      Saves saves,
      PersistTarget target,
      Clock clock) {
    this.trees = trees;
    this.userCommits = userCommits;
    this.saves = saves;
    this.target = target;
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param save durable here; empty: the workspace is as it was made
   * @param known a save, or the import, that had all of it already
   */
  record Made(Optional<Save> save, boolean known) {}

  /** What of the workspace's git state matters here. */
  private record Position(GitState state, boolean complete, String branch, @Nullable String tip) {}

  Made make(SaveRequest request, GitStore store, Work work)
      throws IOException, LeaseLost, InterruptedException {
    Project project = request.project();
    work.phase("import");
    GitState state = trees.state(project.id());
    work.checkLease();
    boolean complete =
        trees.trap(project.id()).isEmpty() && userCommits.bring(project, store, state);
    Position position = position(project, store, state, complete);
    Landing landing = landing(project, store, position);

    work.phase("snapshot");
    String first = landing.parents().isEmpty() ? null : landing.parents().get(0);
    String baseTree = first == null ? null : store.tree(first);
    Snapshot snapshot = trees.write(project.id(), baseTree, state.sparse());

    work.phase("commit");
    LeftOut leftOut = LeftOut.of(request, store, snapshot, baseTree);
    String tree = leftOut.tree();
    if (first == null && tree.equals(EMPTY_TREE)) {
      return new Made(Optional.empty(), true);
    }
    String held = held(project, store, position, landing, tree);
    String commit = held != null ? held : commit(request, store, tree, landing.parents());
    Save save =
        save(request, store, new Found(position, landing, snapshot, leftOut, commit, baseTree));
    if (held != null) {
      Optional<Made> known = known(save, store, position);
      if (known.isPresent()) {
        return known.get();
      }
    }
    work.checkLease();
    pin(request, store, save);
    saves.put(save);
    return new Made(Optional.of(save), false);
  }

  /** Learns where the user's refs went along with a save, off the way of the next one. */
  void learn(Project project, GitStore store) throws InterruptedException {
    try {
      if (trees.trap(project.id()).isEmpty()
          && !userCommits.bringKnown(project, store, trees.state(project.id()))) {
        LOGGER.log(Level.DEBUG, "Project {0} has commits for the next save", project.id());
      }
    } catch (IOException e) {
      LOGGER.log(
          Level.WARNING,
          "Could not note where the refs of project " + project.id() + " are; the next save does",
          e);
    }
  }

  private Position position(Project project, GitStore store, GitState state, boolean complete)
      throws IOException {
    String branch =
        state.branch() != null
            ? state.branch()
            : state.detached() != null
                ? Objects.requireNonNullElse(state.left(), "detached")
                : project.branch();
    String tip =
        state.detached() != null
            ? complete ? state.detached() : null
            : store.ref(StoreRefs.USER_HEADS + branch);
    // A branch may have been made to name a file, or a tag: nothing that a save can descend from.
    boolean sound = complete && (tip == null || store.has(tip));
    if (tip != null && !store.has(tip)) {
      tip = null;
    }
    if (tip == null && state.detached() == null && !(sound && state.usable())) {
      // The last base that is known: what was saved there, or what the remote had.
      String saved = store.ref(StoreRefs.tip(branch));
      tip = saved != null ? saved : store.ref(StoreRefs.ORIGIN + branch);
    }
    return new Position(state, sound, branch, tip);
  }

  private Landing landing(Project project, GitStore store, Position position) throws IOException {
    String branch = position.branch();
    return Landing.of(
        new Landing.Facts(
            position.tip(),
            store.ref(StoreRefs.tip(branch)),
            store.ref(StoreRefs.ORIGIN + branch),
            store.ref(StoreRefs.side(branch)),
            aside(project, position)),
        store,
        commits -> saves.ours(project.id(), store.madeHere(commits)));
  }

  private @Nullable String aside(Project project, Position position) {
    GitState state = position.state();
    if (!project.filled()) {
      return "the import has not finished";
    }
    if (state.inProgress() != null) {
      return state.inProgress() + " is in progress";
    }
    if (state.detached() != null) {
      return "no branch is checked out";
    }
    if (!position.complete() && position.tip() == null) {
      return "the commits of the workspace could not be read";
    }
    return target == PersistTarget.REF ? "saves go to a ref of their own here" : null;
  }

  /** The commit that has all of it already; null: there is none. */
  private @Nullable String held(
      Project project, GitStore store, Position position, Landing landing, String tree)
      throws IOException {
    List<String> parents = landing.parents();
    if (parents.size() == 1 && store.tree(parents.get(0)).equals(tree)) {
      return parents.get(0);
    }
    // Behind the remote, with nothing of its own: nothing to save, and nowhere to go aside to.
    String tip = position.tip();
    String origin = store.ref(StoreRefs.ORIGIN + position.branch());
    if (tip != null
        && origin != null
        && store.contains(origin, tip)
        && store.tree(tip).equals(tree)) {
      return tip;
    }
    Optional<Save> last = saves.newestVerified(project.id());
    return last.isPresent() && stands(last.get().commit(), store, landing, tree)
        ? last.get().commit()
        : null;
  }

  /** Whether a save that went beside a branch, which would not take it, says it all. */
  private static boolean stands(String commit, GitStore store, Landing landing, String tree)
      throws IOException {
    if (!store.has(commit) || !store.tree(commit).equals(tree)) {
      return false;
    }
    for (String parent : landing.parents()) {
      if (!store.contains(commit, parent)) {
        return false;
      }
    }
    return true;
  }

  private static String commit(
      SaveRequest request, GitStore store, String tree, List<String> parents) throws IOException {
    return store.commit(
        tree,
        parents,
        new GitStore.CommitText(
            request.project().author(),
            request.jobCreatedAt(),
            CommitMessage.of(request.message(), request.job(), request.jobCreatedAt())));
  }

  private record Found(
      Position position,
      Landing landing,
      Snapshot snapshot,
      LeftOut leftOut,
      String commit,
      @Nullable String baseTree) {}

  private Save save(SaveRequest request, GitStore store, Found found) throws IOException {
    Project project = request.project();
    Position position = found.position();
    String aside = found.landing().aside();
    boolean behind = aside != null && project.filled() && inRemote(store, position, found.commit());
    String ref =
        aside == null || behind
            ? StoreRefs.HEADS + position.branch()
            : StoreRefs.aside(project.id(), position.branch());
    String refs = SaveDigest.refs(position.state(), found.commit(), store);
    return new Save(
        UUID.nameUUIDFromBytes(
            ("save " + request.job()).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        project.id(),
        request.job(),
        found.commit(),
        found.snapshot().tree(),
        position.complete() ? refs : SaveDigest.NOT_BROUGHT + refs,
        ref,
        clock.instant(),
        request.trigger(),
        SaveState.SAVED_LOCALLY,
        message(aside == null || behind ? null : aside, found.leftOut().note()),
        store.changed(found.baseTree(), found.leftOut().tree()),
        found.leftOut().skipped());
  }

  private static @Nullable String message(@Nullable String aside, @Nullable String note) {
    String beside = aside == null ? null : "Saved beside the branch: " + aside;
    return beside == null ? note : note == null ? beside : beside + "; " + note;
  }

  private static boolean inRemote(GitStore store, Position position, String commit)
      throws IOException {
    String origin = store.ref(StoreRefs.ORIGIN + position.branch());
    return position.state().branch() != null && origin != null && store.contains(origin, commit);
  }

  /** A save, or the import, that this one would only repeat. */
  private Optional<Made> known(Save save, GitStore store, Position position) throws IOException {
    Optional<Save> before = saves.newestVerified(save.projectId());
    if (before.isPresent()) {
      Save last = before.get();
      return last.commit().equals(save.commit())
              && last.tree().equals(save.tree())
              && last.refs().equals(save.refs())
          ? Optional.of(new Made(before, true))
          : Optional.empty();
    }
    // A commit of the user's may have the content of the import: an empty one, or two that cancel
    // each other out.
    if (!inRemote(store, position, save.commit())) {
      return Optional.empty();
    }
    return RecordedBase.read(store.directory())
        .filter(base -> base.tree().equals(save.tree()) && base.refs().equals(save.refs()))
        .map(base -> new Made(Optional.of(save), true));
  }

  private static void pin(SaveRequest request, GitStore store, Save save) throws IOException {
    store.setRef(StoreRefs.pin(request.job()), save.commit());
    if (!StoreRefs.isAside(request.project().id(), save.ref())) {
      store.setRef(
          StoreRefs.tip(StoreRefs.branch(request.project().id(), save.ref())), save.commit());
    }
    store.sync();
  }
}
