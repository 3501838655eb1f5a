package codeblocking.remote;

import codeblocking.workspace.SafeGit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.PackParser;

/** What goes from one git directory of ours to another, each object checked. */
public final class ObjectCopy {
  private ObjectCopy() {}

  /** {@code have}: what {@code to} has complete; what of it {@code from} knows is left out. */
  public static void copy(
      Repository from, Repository to, Collection<ObjectId> want, Collection<ObjectId> have)
      throws IOException {
    List<ObjectId> missing = new ArrayList<>(want);
    missing.removeAll(have);
    if (missing.isEmpty()) {
      return;
    }
    Path pack = Files.createTempFile(to.getDirectory().toPath(), "copy-", ".pack");
    try {
      Set<ObjectId> wanted = new HashSet<>(missing);
      Set<ObjectId> known = known(from, have);
      try (PackWriter writer = SafeGit.packer(from, wanted, known);
          OutputStream out = Files.newOutputStream(pack)) {
        writer.setThin(false);
        writer.setDeltaBaseAsOffset(true);
        writer.preparePack(NullProgressMonitor.INSTANCE, wanted, known);
        writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out);
      }
      try (InputStream in = Files.newInputStream(pack);
          ObjectInserter inserter = to.newObjectInserter()) {
        PackParser parser = inserter.newPackParser(in);
        parser.setObjectChecker(Checks.objects());
        parser.parse(NullProgressMonitor.INSTANCE);
        inserter.flush();
      }
    } finally {
      Files.deleteIfExists(pack);
    }
  }

  /** Whether a ref that is at one commit, or at none, may go on to another. */
  static boolean forward(Repository repository, ObjectId old, ObjectId id) throws IOException {
    if (old.equals(ObjectId.zeroId())) {
      return true;
    }
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.parseAny(old) instanceof RevCommit before
          && walk.isMergedInto(before, walk.parseCommit(id));
    } catch (MissingObjectException e) {
      return false;
    }
  }

  private static Set<ObjectId> known(Repository repository, Collection<ObjectId> ids)
      throws IOException {
    Set<ObjectId> known = new HashSet<>();
    for (ObjectId id : ids) {
      if (repository.getObjectDatabase().has(id)) {
        known.add(id);
      }
    }
    return known;
  }
}
