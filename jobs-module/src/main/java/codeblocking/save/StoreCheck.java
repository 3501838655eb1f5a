package codeblocking.save;

import codeblocking.workspace.SafeGit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevObject;

/** Reads all that a git directory's refs need. Slow: only where there is a sign of damage. */
final class StoreCheck {
  private StoreCheck() {}

  static boolean whole(Path gitDir) {
    try (Repository repository = SafeGit.open(gitDir);
        ObjectWalk walk = new ObjectWalk(repository);
        ObjectReader reader = repository.newObjectReader()) {
      if (repository.exactRef("HEAD") == null) {
        return false;
      }
      for (Ref ref : repository.getRefDatabase().getRefsByPrefix("refs/")) {
        if (ref.getObjectId() == null) {
          return false;
        }
        walk.markStart(walk.parseAny(ref.getObjectId()));
      }
      Set<ObjectId> seen = new HashSet<>();
      while (walk.next() != null) {
        // Parsing it was the test.
      }
      for (RevObject object = walk.nextObject(); object != null; object = walk.nextObject()) {
        read(reader, object, seen);
      }
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static void read(ObjectReader reader, AnyObjectId id, Set<ObjectId> seen)
      throws IOException {
    if (seen.add(id.copy())) {
      reader.open(id).copyTo(OutputStream.nullOutputStream());
    }
  }
}
