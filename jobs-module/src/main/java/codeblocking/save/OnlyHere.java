package codeblocking.save;

import codeblocking.project.Project;
import codeblocking.settings.DataDirectory;
import codeblocking.workspace.GitState;
import codeblocking.workspace.WorkspaceTrees;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a user's commits the remote does not hold: a save takes the checked-out branch along, not
 * the others, and never a stash.
 */
public final class OnlyHere {
  private static final String STASH = "refs/stash";

  private final WorkspaceTrees trees;
  private final DataDirectory data;

  public OnlyHere(WorkspaceTrees trees, DataDirectory data) {
    this.trees = trees;
    this.data = data;
  }

  /**
   * Names them for people; empty: the remote, as last seen, holds all.
   *
   * @throws IOException it cannot be told, and nothing should be removed (S10)
   */
  public List<String> of(Project project) throws IOException {
    Optional<GitStore> found = GitStore.look(data.git(project.id().toString()));
    if (found.isEmpty()) {
      return named(tips(project, null), Set.of(), null);
    }
    try (GitStore store = found.get()) {
      Set<String> remote = new HashSet<>(store.refs(StoreRefs.ORIGIN).values());
      remote.addAll(store.refs(StoreRefs.SIDES).values());
      return named(tips(project, store), remote, store);
    }
  }

  /** As the workspace says; where it says nothing that is understood, as it said last. */
  private Map<String, String> tips(Project project, @Nullable GitStore store) throws IOException {
    GitState state = state(project);
    if (state != null && state.usable()) {
      Map<String, String> tips = new TreeMap<>(state.heads());
      if (state.detached() != null) {
        tips.put("HEAD", state.detached());
      }
      return tips;
    }
    Map<String, String> tips = new TreeMap<>();
    if (store != null) {
      tips.putAll(store.refs(StoreRefs.USER_HEADS));
      String stash = store.ref(StoreRefs.USER_STASH);
      if (stash != null) {
        tips.put(STASH, stash);
      }
    }
    return tips;
  }

  /** Null: the files are gone already, such as after a removal that was cut short. */
  private @Nullable GitState state(Project project) throws IOException {
    try {
      return trees.state(project.id());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static List<String> named(
      Map<String, String> tips, Collection<String> remote, @Nullable GitStore store)
      throws IOException {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, String> tip : tips.entrySet()) {
      String id = tip.getValue();
      if (store == null || !store.has(id) || !store.beyond(id, remote, 1).isEmpty()) {
        names.add(tip.getKey().equals(STASH) ? "the stash" : tip.getKey());
      }
    }
    return names;
  }
}
