package codeblocking.save;

import codeblocking.project.ProjectId;
import codeblocking.remote.RefWriter;
import codeblocking.settings.DataDirectory;
import codeblocking.workspace.Packs;
import codeblocking.workspace.SafeGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.internal.storage.file.RefDirectory;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.jspecify.annotations.Nullable;

/** The hidden refs of local snapshots in the server's own git directories; needs no lease. */
public final class SnapshotStore {
  private static final int MOST_PACKS = 50;

  private final DataDirectory data;

  public SnapshotStore(DataDirectory data) {
    this.data = data;
  }

  public static String ref(UUID id) {
    return StoreRefs.SNAPSHOTS + id;
  }

  /** The tree of a commit that is here; empty: it is not. */
  public Optional<String> tree(ProjectId project, String commit) throws IOException {
    Optional<GitStore> found = GitStore.look(data.git(project.toString()));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (GitStore store = found.get()) {
      return store.has(commit) ? Optional.of(store.tree(commit)) : Optional.empty();
    }
  }

  /** A commit that was made, and how many files differ from {@code before}. */
  public record Kept(String commit, int changed) {}

  /** Makes a commit of a tree, held by a hidden ref; both on the disk when this returns. */
  public Kept keep(
      ProjectId project,
      UUID id,
      String tree,
      @Nullable String parent,
      @Nullable String before,
      GitStore.CommitText text)
      throws IOException {
    Path gitDir = data.git(project.toString());
    StoreTurns turns = StoreTurns.of(gitDir);
    turns.write();
    try (GitStore store = GitStore.look(gitDir).orElseThrow()) {
      String commit = store.commit(tree, parent == null ? List.of() : List.of(parent), text);
      store.setRef(ref(id), commit);
      store.sync();
      return new Kept(commit, store.changed(before, tree));
    } finally {
      turns.writeEnds();
    }
  }

  /**
   * Removes refs, and now and then makes one pack of many; nothing while a job is at the git
   * directory.
   *
   * @return false: somebody was there, and nothing was removed
   */
  public boolean collect(ProjectId project, Collection<UUID> gone) throws IOException {
    Path gitDir = data.git(project.toString());
    StoreTurns turns = StoreTurns.of(gitDir);
    if (!Files.isDirectory(gitDir) || !turns.collect()) {
      return false;
    }
    try (Repository repository = SafeGit.open(gitDir)) {
      delete(repository, gone);
      pack(repository, turns);
      return true;
    } finally {
      turns.collectEnds();
    }
  }

  private static void delete(Repository repository, Collection<UUID> gone) throws IOException {
    BatchRefUpdate batch = repository.getRefDatabase().newBatchUpdate();
    batch.setAllowNonFastForwards(true);
    for (UUID id : gone) {
      Ref ref = repository.exactRef(ref(id));
      if (ref != null && ref.getObjectId() != null) {
        batch.addCommand(new ReceiveCommand(ref.getObjectId(), ObjectId.zeroId(), ref.getName()));
      }
    }
    if (batch.getCommands().isEmpty()) {
      return;
    }
    try (RevWalk walk = new RevWalk(repository)) {
      batch.execute(walk, NullProgressMonitor.INSTANCE);
    }
    for (ReceiveCommand command : batch.getCommands()) {
      if (command.getResult() != ReceiveCommand.Result.OK) {
        new RefWriter(repository).delete(command.getRefName());
      }
    }
  }

  private static void pack(Repository repository, StoreTurns turns) throws IOException {
    // One file for all of them: each loose ref is a file that every reading of refs opens.
    ((RefDirectory) repository.getRefDatabase())
        .pack(
            repository.getRefDatabase().getRefsByPrefix(StoreRefs.SNAPSHOTS).stream()
                .map(Ref::getName)
                .toList());
    FileRepository files = (FileRepository) repository;
    if (files.getObjectDatabase().getPacks().size() <= MOST_PACKS) {
      return;
    }
    GC gc = new GC(files);
    gc.setPackExpireAgeMillis(0);
    gc.setProgressMonitor(new UntilWanted(turns));
    try {
      gc.repack();
      Packs.sync(files.getDirectory().toPath());
      gc.prunePacked();
    } catch (IOException e) {
      // A job came: it does not wait for this, which is done another time.
      if (!turns.wanted()) {
        throw e;
      }
    }
  }

  private static final class UntilWanted extends EmptyProgressMonitor {
    private final StoreTurns turns;

    UntilWanted(StoreTurns turns) {
      this.turns = turns;
    }

    @Override
    public boolean isCancelled() {
      return turns.wanted();
    }
  }
}
