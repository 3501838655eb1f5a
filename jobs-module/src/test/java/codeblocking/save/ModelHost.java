package codeblocking.save;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The remote as its owner sees it: read with nothing of what is under test. */
final class ModelHost {
  private final Path directory;

  ModelHost(Path directory) {
    this.directory = directory;
  }

  private Repository open() throws IOException {
    return new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
  }

  Map<String, String> refs() throws IOException {
    try (Repository repository = open()) {
      return refs(repository);
    }
  }

  private static Map<String, String> refs(Repository repository) throws IOException {
    Map<String, String> refs = new TreeMap<>();
    for (Ref ref : repository.getRefDatabase().getRefsByPrefix("refs/")) {
      refs.put(ref.getName(), ref.getObjectId().name());
    }
    return refs;
  }

  /** Refs of before that are gone, or went anywhere but forward. */
  List<String> rewound(Map<String, String> before) throws IOException {
    List<String> rewound = new ArrayList<>();
    try (Repository repository = open();
        RevWalk walk = new RevWalk(repository)) {
      Map<String, String> now = refs(repository);
      for (Map.Entry<String, String> ref : before.entrySet()) {
        String id = now.get(ref.getKey());
        if (id == null || !descends(walk, id, ref.getValue())) {
          rewound.add(ref.getKey());
        }
      }
    }
    return rewound;
  }

  private static boolean descends(RevWalk walk, String id, String ancestor) throws IOException {
    walk.reset();
    RevCommit below = walk.parseCommit(ObjectId.fromString(id));
    return walk.isMergedInto(walk.parseCommit(ObjectId.fromString(ancestor)), below);
  }

  /** Every commit that any ref holds, with all it needs: one that is missing something fails. */
  Map<String, String> everything() throws IOException {
    Map<String, String> messages = new LinkedHashMap<>();
    try (Repository repository = open();
        ObjectWalk walk = new ObjectWalk(repository)) {
      walk.setRetainBody(true);
      for (String id : refs(repository).values()) {
        walk.markStart(walk.parseCommit(ObjectId.fromString(id)));
      }
      for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
        messages.put(commit.name(), commit.getFullMessage());
      }
      walk.checkConnectivity();
    }
    return messages;
  }

  Map<String, String> files(String commit) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Repository repository = open();
        RevWalk walk = new RevWalk(repository);
        TreeWalk tree = new TreeWalk(repository)) {
      tree.addTree(walk.parseCommit(ObjectId.fromString(commit)).getTree());
      tree.setRecursive(true);
      while (tree.next()) {
        byte[] bytes = repository.open(tree.getObjectId(0)).getBytes();
        files.put(tree.getPathString(), new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  /** Commits of a branch here that neither {@code tip} holds nor a save made. */
  Set<String> foreign(String branch, @Nullable String tip, Repository user, Set<String> saves)
      throws IOException {
    Set<String> known = new HashSet<>(saves);
    if (tip != null) {
      try (RevWalk walk = new RevWalk(user)) {
        walk.markStart(walk.parseCommit(ObjectId.fromString(tip)));
        walk.forEach(commit -> known.add(commit.name()));
      }
    }
    Set<String> foreign = new HashSet<>();
    try (Repository repository = open();
        RevWalk walk = new RevWalk(repository)) {
      ObjectId there = repository.resolve("refs/heads/" + branch);
      if (there != null) {
        walk.markStart(walk.parseCommit(there));
        walk.forEach(commit -> foreign.add(commit.name()));
      }
    }
    foreign.removeAll(known);
    return foreign;
  }

  /** A colleague pushes to a branch that is there. */
  void colleague(String branch, int number) throws IOException {
    try (Repository repository = open();
        ObjectInserter inserter = repository.newObjectInserter();
        RevWalk walk = new RevWalk(repository)) {
      ObjectId tip = repository.resolve("refs/heads/" + branch);
      if (tip == null) {
        return;
      }
      CommitBuilder commit = new CommitBuilder();
      TreeFormatter tree = new TreeFormatter();
      tree.append(
          "theirs-" + number,
          org.eclipse.jgit.lib.FileMode.REGULAR_FILE,
          inserter.insert(org.eclipse.jgit.lib.Constants.OBJ_BLOB, new byte[] {(byte) number}));
      commit.setTreeId(inserter.insert(tree));
      commit.setParentId(walk.parseCommit(tip));
      commit.setAuthor(new PersonIdent("Bob", "bob@example.org"));
      commit.setCommitter(commit.getAuthor());
      commit.setMessage("of a colleague " + number);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      RefUpdate update = repository.updateRef("refs/heads/" + branch);
      update.setNewObjectId(id);
      update.update();
    }
  }

  /** What a host that does not know better would do. */
  void force(Path from, String commit, String ref) throws IOException {
    try (Repository repository = open();
        Repository source = new FileRepositoryBuilder().setGitDir(from.toFile()).setBare().build();
        ObjectInserter inserter = repository.newObjectInserter()) {
      Path pack = java.nio.file.Files.createTempFile("forced", ".pack");
      try (var writer = new org.eclipse.jgit.internal.storage.pack.PackWriter(source);
          var out = java.nio.file.Files.newOutputStream(pack)) {
        var progress = org.eclipse.jgit.lib.NullProgressMonitor.INSTANCE;
        writer.preparePack(progress, Set.of(ObjectId.fromString(commit)), Set.of());
        writer.writePack(progress, progress, out);
      }
      try (var in = java.nio.file.Files.newInputStream(pack)) {
        inserter.newPackParser(in).parse(org.eclipse.jgit.lib.NullProgressMonitor.INSTANCE);
        inserter.flush();
      }
      java.nio.file.Files.delete(pack);
      RefUpdate update = repository.updateRef(ref);
      update.setNewObjectId(ObjectId.fromString(commit));
      update.setForceUpdate(true);
      update.forceUpdate();
    }
  }
}
