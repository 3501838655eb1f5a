package codeblocking.save;

import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.settings.DataDirectory;
import codeblocking.workspace.GitState;
import codeblocking.workspace.ProjectFolders;
import codeblocking.workspace.WorkspaceTrees;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What of a user's commits the remote does not hold, such as what it refused to take beside. */
public final class OnlyHere {
  private final WorkspaceTrees trees;
  private final DataDirectory data;
  private final Saving saving;

  public OnlyHere(WorkspaceTrees trees, DataDirectory data, Saving saving) {
    this.trees = trees;
    this.data = data;
    this.saving = saving;
  }

  /**
   * Names for people what stays here only, after a save has brought to the remote what it takes;
   * empty: the remote, as last seen, holds all.
   *
   * @throws IOException it cannot be told, and nothing should be removed (S10)
   */
  public Set<String> afterSave(Project project, Saving.Cause cause, Work work)
      throws IOException, RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    if (!of(project).isEmpty()) {
      saving.save(project, cause, work);
    }
    return of(project);
  }

  private Set<String> of(Project project) throws IOException {
    Optional<GitStore> found = GitStore.look(data.git(project.id().toString()));
    if (found.isEmpty()) {
      return tips(project, null).keySet();
    }
    try (GitStore store = found.get()) {
      return in(tips(project, store), store).keySet();
    }
  }

  /** Those of the tips that no ref in the remote holds, as far as is known here. */
  static Map<String, String> in(Map<String, String> tips, GitStore store) throws IOException {
    Set<String> remote = new HashSet<>(store.refs(StoreRefs.ORIGIN).values());
    remote.addAll(store.refs(StoreRefs.SIDES).values());
    Map<String, String> here = new TreeMap<>();
    for (Map.Entry<String, String> tip : tips.entrySet()) {
      if (!store.has(tip.getValue()) || !store.beyond(tip.getValue(), remote, 1).isEmpty()) {
        here.put(tip.getKey(), tip.getValue());
      }
    }
    return here;
  }

  /** As the workspace says; where it says nothing that is understood, as it said last. */
  private Map<String, String> tips(Project project, @Nullable GitStore store) throws IOException {
    GitState state = state(project);
    if (state == null || !state.usable()) {
      return store == null ? Map.of() : brought(store);
    }
    GitState own = store == null ? state : OwnRefs.of(state, store);
    Map<String, String> tips = new TreeMap<>(own.branches());
    for (Map.Entry<String, String> head : own.heads().entrySet()) {
      tips.putIfAbsent(Apart.shown(head.getKey()), commit(head, store));
    }
    if (own.detached() != null) {
      tips.put("HEAD", own.detached());
    }
    return tips;
  }

  /** A tag may be an object of its own, of a commit. */
  private static String commit(Map.Entry<String, String> head, @Nullable GitStore store)
      throws IOException {
    Optional<Apart> apart = Apart.of(head.getKey());
    String commit =
        store == null || apart.isEmpty() ? null : store.ref(apart.get().refs() + head.getValue());
    return commit == null ? head.getValue() : commit;
  }

  /** All that was brought from the workspace, by names for people. */
  static Map<String, String> brought(GitStore store) throws IOException {
    Map<String, String> tips = new TreeMap<>(store.refs(StoreRefs.USER_HEADS));
    for (Apart apart : Apart.values()) {
      store.refs(apart.refs()).forEach((id, commit) -> tips.put(apart.shownById(id), commit));
    }
    return tips;
  }

  /** Null: the files are gone already, such as after a removal that was cut short. */
  private @Nullable GitState state(Project project) throws IOException {
    try {
      return trees.state(project.id());
    } catch (ProjectFolders.Missing e) {
      return null;
    }
  }
}
