package codeblocking.workspace;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.StoredObjectRepresentationNotAvailableException;
import org.eclipse.jgit.internal.storage.pack.CachedPack;
import org.eclipse.jgit.internal.storage.pack.ObjectReuseAsIs;
import org.eclipse.jgit.internal.storage.pack.ObjectToPack;
import org.eclipse.jgit.internal.storage.pack.PackOutputStream;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.BitmapIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Shows as empty the directories that a commit has in common with its only parent. For packing that
 * commit, and nothing else, for whoever has the parent: JGit would look through the whole tree,
 * twice, to find what a few files have changed. As git does with {@code pack.useSparse}, a file
 * that was moved out of such a directory is sent though it is known there.
 */
final class SparseReader extends ObjectReader.Filter implements ObjectReuseAsIs {
  private static final byte[] EMPTY = {};

  private final ObjectReader real;
  private final ObjectReuseAsIs reuse;
  private final Set<ObjectId> shared;

  private SparseReader(ObjectReader real, Set<ObjectId> shared) {
    this.real = real;
    this.reuse = (ObjectReuseAsIs) real;
    this.shared = shared;
  }

  static ObjectReader of(ObjectReader real, Set<ObjectId> shared) {
    return shared.isEmpty() ? real : new SparseReader(real, shared);
  }

  /**
   * The directories in common: whoever has the parent has them, with all that is in them. None
   * where the commit has not one parent, or that is not there.
   *
   * @param there commits that the other side has, complete
   */
  static Set<ObjectId> shared(ObjectReader reader, ObjectId commit, Set<ObjectId> there)
      throws IOException {
    Set<ObjectId> shared = new HashSet<>();
    Set<ObjectId> differing = new HashSet<>();
    try (RevWalk commits = new RevWalk(reader);
        TreeWalk walk = new TreeWalk(reader)) {
      if (!(commits.parseAny(commit) instanceof RevCommit after
          && after.getParentCount() == 1
          && there.contains(after.getParent(0)))) {
        return Set.of();
      }
      RevCommit before = commits.parseCommit(after.getParent(0));
      differing.add(before.getTree());
      differing.add(after.getTree());
      walk.addTree(before.getTree());
      walk.addTree(after.getTree());
      while (walk.next()) {
        if (!walk.isSubtree() || walk.getRawMode(0) != walk.getRawMode(1)) {
          continue;
        }
        if (walk.idEqual(0, 1)) {
          shared.add(walk.getObjectId(0));
        } else {
          differing.add(walk.getObjectId(0));
          differing.add(walk.getObjectId(1));
          walk.enterSubtree();
        }
      }
    }
    // The same directory may be left alone in one place and changed in another, where its
    // successor is sent as what differs from it.
    shared.removeAll(differing);
    return shared;
  }

  @Override
  protected ObjectReader delegate() {
    return real;
  }

  @Override
  public ObjectLoader open(AnyObjectId id, int type) throws IOException {
    return type == Constants.OBJ_TREE && shared.contains(id)
        ? new ObjectLoader.SmallObject(Constants.OBJ_TREE, EMPTY)
        : real.open(id, type);
  }

  @Override
  public ObjectToPack newObjectToPack(AnyObjectId id, int type) {
    return reuse.newObjectToPack(id, type);
  }

  @Override
  public void selectObjectRepresentation(
      PackWriter packer, ProgressMonitor monitor, Iterable<ObjectToPack> objects)
      throws IOException {
    reuse.selectObjectRepresentation(packer, monitor, objects);
  }

  @Override
  public void writeObjects(PackOutputStream out, List<ObjectToPack> list) throws IOException {
    reuse.writeObjects(out, list);
  }

  @Override
  public void copyObjectAsIs(PackOutputStream out, ObjectToPack object, boolean validate)
      throws IOException, StoredObjectRepresentationNotAvailableException {
    reuse.copyObjectAsIs(out, object, validate);
  }

  @Override
  public void copyPackAsIs(PackOutputStream out, CachedPack pack) throws IOException {
    reuse.copyPackAsIs(out, pack);
  }

  @Override
  public Collection<CachedPack> getCachedPacksAndUpdate(BitmapIndex.BitmapBuilder needed)
      throws IOException {
    return reuse.getCachedPacksAndUpdate(needed);
  }
}
