package codeblocking.save;

import codeblocking.remote.RejectedFiles;
import codeblocking.workspace.LfsFiles;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/** Looks into trees for single files, and makes trees without them. */
final class Contents {
  /** What is smaller than this is not what makes a push too large. */
  private static final long LARGE = 1 << 20;

  /** A few trees of trees can have any number of files that differ. */
  private static final int MOST_LOOKED_AT = 5_000_000;

  private final Repository repository;

  Contents(Repository repository) {
    this.repository = repository;
  }

  /** The blob at a path; null: none, or no file. */
  @Nullable String blob(String tree, String path) throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(repository, path, ObjectId.fromString(tree))) {
      return walk == null || !isFile(walk, 0) ? null : walk.getObjectId(0).name();
    }
  }

  /** What {@code tree} has anew of files that git LFS is to keep; {@code before} null: all is. */
  LfsFiles lfs(@Nullable String before, String tree) throws IOException {
    try (ObjectReader reader = repository.newObjectReader()) {
      return LfsFiles.among(reader, before, tree);
    }
  }

  private static boolean isFile(TreeWalk walk, int nth) {
    FileMode mode = walk.getFileMode(nth);
    return mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE;
  }

  /**
   * Of what these commits changed, the files that were refused; where they changed millions, of the
   * newest changes.
   *
   * @return path → blob
   */
  Map<String, String> refused(List<String> commits, RejectedFiles files) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    long largest = LARGE;
    int looks = 0;
    try (RevWalk commitWalk = new RevWalk(repository);
        ObjectReader reader = repository.newObjectReader()) {
      for (String id : commits) {
        RevCommit commit = commitWalk.parseCommit(ObjectId.fromString(id));
        try (TreeWalk walk = changes(commit, commitWalk)) {
          while (looks++ < MOST_LOOKED_AT && walk.next()) {
            if (!isFile(walk, 1)) {
              continue;
            }
            String path = walk.getPathString();
            ObjectId blob = walk.getObjectId(1);
            if (files.isEmpty()) {
              long size = reader.getObjectSize(blob, org.eclipse.jgit.lib.Constants.OBJ_BLOB);
              if (size > largest) {
                largest = size;
                found.clear();
                found.put(path, blob.name());
              }
            } else if (files.paths().contains(path) || files.blobs().contains(blob.name())) {
              found.putIfAbsent(path, blob.name());
            }
          }
        }
      }
    }
    return found;
  }

  private TreeWalk changes(RevCommit commit, RevWalk commits) throws IOException {
    TreeWalk walk = new TreeWalk(repository);
    walk.setRecursive(true);
    if (commit.getParentCount() == 0) {
      walk.addTree(new EmptyTreeIterator());
    } else {
      walk.addTree(commits.parseCommit(commit.getParent(0)).getTree());
    }
    walk.addTree(commit.getTree());
    walk.setFilter(TreeFilter.ANY_DIFF);
    return walk;
  }

  /** Whether one of the commits brought one of these files. */
  boolean brought(List<String> commits, Collection<HeldBack.Entry> files) throws IOException {
    if (commits.isEmpty() || files.isEmpty()) {
      return false;
    }
    Set<String> blobs =
        files.stream().map(HeldBack.Entry::blob).collect(java.util.stream.Collectors.toSet());
    return !refused(commits, new RejectedFiles(Set.of(), blobs)).isEmpty();
  }

  /** The tree with what {@code base} has at these paths; null: without them. */
  String without(String tree, @Nullable String base, Collection<String> paths) throws IOException {
    try (ObjectReader reader = repository.newObjectReader();
        ObjectInserter inserter = repository.newObjectInserter()) {
      DirCache index = DirCache.newInCore();
      DirCacheBuilder builder = index.builder();
      builder.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, ObjectId.fromString(tree));
      builder.finish();
      DirCacheEditor editor = index.editor();
      for (String path : paths) {
        editor.add(edit(path, base));
      }
      editor.finish();
      ObjectId made = index.writeTree(inserter);
      inserter.flush();
      return made.name();
    }
  }

  private DirCacheEditor.PathEdit edit(String path, @Nullable String base) throws IOException {
    if (base != null) {
      try (TreeWalk walk = TreeWalk.forPath(repository, path, ObjectId.fromString(base))) {
        if (walk != null && !walk.isSubtree()) {
          ObjectId id = walk.getObjectId(0);
          FileMode mode = walk.getFileMode(0);
          return new DirCacheEditor.PathEdit(path) {
            @Override
            public void apply(DirCacheEntry entry) {
              entry.setFileMode(mode);
              entry.setObjectId(id);
            }
          };
        }
      }
    }
    return new DirCacheEditor.DeletePath(path);
  }
}
