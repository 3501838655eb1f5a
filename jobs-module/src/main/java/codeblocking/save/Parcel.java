package codeblocking.save;

import codeblocking.project.Author;
import codeblocking.project.Project;
import codeblocking.remote.Remote;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a save is sent: at first all of it; then without the files that the remote refuses, and
 * without the commits that brought them where those are not ours to change.
 */
final class Parcel {
  private static final Author OURSELVES = new Author("CodeBlocking", "codeblocking@localhost");
  private static final int MOST_COMMITS = 500;
  private static final int MOST_SHOWN = 5;

  private final Project project;
  private final Save save;
  private final GitStore store;
  private final String branch;
  private final Map<String, HeldBack.Entry> leftOut = new LinkedHashMap<>();
  private String content;
  private String commit;
  private String ref;
  private @Nullable String message;
  private boolean withoutCommits;

  Parcel(Project project, Save save, GitStore store) throws IOException {
    this.project = project;
    this.save = save;
    this.store = store;
    this.branch = StoreRefs.branch(project.id(), save.ref());
    this.content = save.commit();
    this.commit = save.commit();
    this.ref = save.ref();
    this.message = save.message();
    List<HeldBack.Entry> known = HeldBack.of(store, save.jobId(), save.trigger());
    if (store.contents().brought(ahead(store, save.commit()), known)) {
      for (HeldBack.Entry entry : known) {
        leftOut.put(entry.path(), entry);
      }
      rebuild();
    }
    String inTheWay = aside() ? null : InTheWay.of(store, branch);
    if (inTheWay != null) {
      goAside(inTheWay(inTheWay));
    } else if (aside()) {
      ref = InTheWay.aside(store, project.id(), branch);
    }
  }

  String branch() {
    return branch;
  }

  /** To be pushed. */
  String commit() {
    return commit;
  }

  String ref() {
    return ref;
  }

  /** What it says of the user's files: the commit to be pushed is this, or joins it to another. */
  String content() {
    return content;
  }

  List<HeldBack.Entry> leftOut() {
    return List.copyOf(leftOut.values());
  }

  @Nullable String message() {
    if (leftOut.isEmpty()) {
      return message;
    }
    String names =
        leftOut.keySet().stream()
            .limit(MOST_SHOWN)
            .map(path -> path.replaceAll("\\p{Cntrl}", "?"))
            .collect(Collectors.joining(", "));
    String more = leftOut.size() > MOST_SHOWN ? " and others" : "";
    String words =
        "%s%s stayed in the workspace: %s"
            .formatted(names, more, leftOut.values().iterator().next().reason());
    return (message == null ? "Saved, but " : message + "; ")
        + words
        + (withoutCommits ? ". Your commits that hold it are not in the remote" : "");
  }

  boolean aside() {
    return StoreRefs.isAside(project.id(), ref);
  }

  /** To the side ref, since the branch cannot take it. */
  void goAside(String reason) throws IOException {
    if (!aside()) {
      ref = InTheWay.aside(store, project.id(), branch);
      String note = save.message() == null ? "" : "; " + save.message();
      message = "Saved beside the branch " + branch + ": " + reason + note;
    }
    commit = beside();
  }

  private static String inTheWay(String other) {
    return "the remote has a branch " + other + ", and git keeps none below another";
  }

  /**
   * To a ref that this one is not in the way of.
   *
   * @return false: there is none
   */
  boolean goRound(String other) throws IOException {
    String before = ref;
    if (aside()) {
      ref = InTheWay.aside(store, project.id(), branch);
    } else {
      goAside(inTheWay(name(other)));
    }
    return !ref.equals(before);
  }

  /**
   * Without what the remote refuses.
   *
   * @return false: what that is cannot be told, or it was left out already
   */
  boolean leaveOut(Remote.Push.Without refused) throws IOException {
    Map<String, String> found = store.contents().refused(ahead(store, content), refused.files());
    boolean more = false;
    for (Map.Entry<String, String> file : found.entrySet()) {
      HeldBack.Entry entry =
          new HeldBack.Entry(file.getKey(), file.getValue(), refused.reason(), save.jobId());
      more |= !entry.equals(leftOut.put(entry.path(), entry));
    }
    if (more) {
      // Before the rest is pushed: a redelivery must push the same.
      HeldBack.remember(store.directory(), leftOut.values());
      rebuild();
    }
    return more;
  }

  /** Whether the remote would only refuse it, as it did before. */
  static boolean holdsRefused(GitStore store, String commit) throws IOException {
    return store.contents().brought(ahead(store, commit), HeldBack.all(store));
  }

  /** Commits that a push of this one would bring to the remote. */
  private static List<String> ahead(GitStore store, String tip) throws IOException {
    List<String> there = new ArrayList<>(store.refs(StoreRefs.ORIGIN).values());
    there.addAll(store.refs(StoreRefs.SIDES).values());
    return store.beyond(tip, there, MOST_COMMITS);
  }

  private void rebuild() throws IOException {
    String remote = store.ref(StoreRefs.ORIGIN + branch);
    List<String> parents = parents(remote);
    String base =
        remote != null ? store.tree(remote) : parents.isEmpty() ? null : store.tree(parents.get(0));
    String tree = store.contents().without(store.tree(save.commit()), base, leftOut.keySet());
    content = commit(tree, parents);
    commit = content;
    if (withoutCommits && !aside()) {
      goAside("the remote refuses a file in your commits");
    } else if (aside()) {
      commit = beside();
    }
  }

  /** The newest ground to stand on that does not bring what is refused. */
  private List<String> parents(@Nullable String remote) throws IOException {
    List<List<String>> grounds = new ArrayList<>();
    if (!store.madeHere(List.of(save.commit())).isEmpty()) {
      grounds.add(store.parents(save.commit()));
    }
    String user = store.ref(StoreRefs.USER_HEADS + branch);
    if (user != null) {
      grounds.add(List.of(user));
    }
    for (List<String> ground : grounds) {
      List<String> brought = new ArrayList<>();
      for (String parent : ground) {
        brought.addAll(ahead(store, parent));
      }
      if (!store.contents().brought(brought, leftOut.values())) {
        withoutCommits = false;
        return ground;
      }
    }
    withoutCommits = true;
    String side = store.ref(StoreRefs.side(branch));
    if (side != null && (remote == null || store.contains(side, remote))) {
      return List.of(side);
    }
    return remote == null ? List.of() : List.of(remote);
  }

  private String commit(String tree, List<String> parents) throws IOException {
    if (parents.size() == 1 && store.tree(parents.get(0)).equals(tree)) {
      return parents.get(0);
    }
    return store.madeHere(List.of(save.commit())).isEmpty()
        ? store.commit(
            tree,
            parents,
            new GitStore.CommitText(
                project.author(), save.at(), CommitMessage.of(null, save.jobId(), save.at())))
        : store.again(save.commit(), tree, parents);
  }

  /**
   * The commit to push to the side ref: the content itself, or where that does not descend from
   * what is there, one that joins both. It carries no trailer: it is no second save (S5).
   */
  private String beside() throws IOException {
    String joined = content;
    String sideName = name(ref);
    String[] before = {store.ref(StoreRefs.side(branch)), store.ref(StoreRefs.ORIGIN + sideName)};
    for (String side : before) {
      if (side != null && !store.contains(joined, side)) {
        joined =
            store.commit(
                store.tree(content),
                List.of(joined, side),
                new GitStore.CommitText(
                    OURSELVES, save.at(), "Join an auto-save with the one before\n"));
      }
    }
    return joined;
  }

  static String name(String ref) {
    return ref.substring(StoreRefs.HEADS.length());
  }
}
