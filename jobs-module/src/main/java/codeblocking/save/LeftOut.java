package codeblocking.save;

import codeblocking.workspace.LfsFiles;
import codeblocking.workspace.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a workspace's content goes to the remote: all but what it refused before.
 *
 * @param note what the user is to be told of it; null: nothing
 */
record LeftOut(String tree, List<Skipped> skipped, @Nullable String note) {
  private static final int MOST_SHOWN = 5;

  static LeftOut of(
      SaveRequest request, GitStore store, Snapshot snapshot, @Nullable String baseTree)
      throws IOException {
    List<Skipped> skipped = new ArrayList<>(snapshot.skipped());
    List<String> paths = new ArrayList<>();
    for (HeldBack.Entry entry : HeldBack.of(store, request.job(), request.trigger())) {
      String base = baseTree == null ? null : store.contents().blob(baseTree, entry.path());
      String now = store.contents().blob(snapshot.tree(), entry.path());
      if (entry.blob().equals(now) && !entry.blob().equals(base)) {
        paths.add(entry.path());
        skipped.add(entry.skipped());
      }
    }
    String tree =
        paths.isEmpty()
            ? snapshot.tree()
            : store.contents().without(snapshot.tree(), baseTree, paths);
    return new LeftOut(tree, List.copyOf(skipped), null).withLfs(request, store);
  }

  /** Nothing is uploaded to LFS: its files go as they are, and a new pointer leads nowhere yet. */
  private LeftOut withLfs(SaveRequest request, GitStore store) throws IOException {
    String base = store.ref(StoreRefs.ORIGIN + request.project().branch());
    LfsFiles files = store.contents().lfs(base == null ? null : store.tree(base), tree);
    List<Skipped> all = new ArrayList<>(skipped);
    for (Map.Entry<String, String> pointer : files.pointers().entrySet()) {
      if (!inRemote(store, pointer.getKey(), pointer.getValue())) {
        all.add(
            new Skipped(
                pointer.getKey(),
                "kept by git LFS, to which nothing is uploaded from here; git lfs push does"));
      }
    }
    List<String> plain = new ArrayList<>();
    for (String path : files.plain()) {
      String blob = store.contents().blob(tree, path);
      if (blob != null && !inRemote(store, path, blob)) {
        plain.add(path.replaceAll("\\p{Cntrl}", "?"));
      }
    }
    return new LeftOut(tree, List.copyOf(all), plain.isEmpty() ? null : note(plain));
  }

  private static String note(List<String> plain) {
    String names = plain.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
    return "Without git LFS, to which nothing is uploaded from here: %s%s went as plain files"
        .formatted(names, plain.size() > MOST_SHOWN ? " and others" : "");
  }

  private static boolean inRemote(GitStore store, String path, String blob) throws IOException {
    for (String commit : store.refs(StoreRefs.ORIGIN).values()) {
      if (blob.equals(store.contents().blob(store.tree(commit), path))) {
        return true;
      }
    }
    return false;
  }
}
