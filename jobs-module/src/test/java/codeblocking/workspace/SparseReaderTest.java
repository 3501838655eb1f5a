package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class SparseReaderTest {
  @TempDir private Path dir;
  private Path here;

  @BeforeEach
  void make() throws IOException {
    SafeGit.prepare(Path.of(System.getProperty("java.io.tmpdir")));
    here = dir.resolve("here");
    SafeGit.create(here, dir.resolve("staging"), "main");
  }

  @Test
  void whoever_has_the_parent_gets_all_that_a_commit_needs_whatever_it_changed()
      throws IOException {
    // Few names and few contents, so that directories are alike in many places.
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Map<String, String> before = new TreeMap<>();
      change(before, random, 40);
      Map<String, String> after = new TreeMap<>(before);
      change(after, random, 1 + random.nextInt(4));
      try (Repository from = SafeGit.open(here);
          Repository to = new InMemoryRepository(new DfsRepositoryDescription())) {
        ObjectId first = commit(from, before);
        ObjectId second = commit(from, after, first);
        unpack(pack(from, first, Set.of(), false), to);
        boolean thin = random.nextBoolean();
        try (Repository packed = SafeGit.open(here)) {
          SafeGit.packs(packed, second, Set.of(first));
          unpack(pack(packed, second, Set.of(first), thin), to);
        }
        assertComplete(to, second, "seed " + seed);
      }
    }
  }

  @Test
  void only_directories_on_the_way_to_a_change_are_looked_into() throws IOException {
    try (Repository from = SafeGit.open(here);
        ObjectReader reader = from.newObjectReader()) {
      Map<String, String> files = new TreeMap<>();
      for (int i = 0; i < 100; i++) {
        files.put("d" + i + "/sub/file", "content " + i);
      }
      ObjectId first = commit(from, files);
      files.put("d7/sub/file", "changed");
      ObjectId second = commit(from, files, first);
      assertThat(SparseReader.shared(reader, second, Set.of(first))).hasSize(99);
    }
  }

  @Test
  void a_directory_that_is_changed_in_one_place_is_read_as_it_is_in_all() throws IOException {
    try (Repository from = SafeGit.open(here);
        ObjectReader reader = from.newObjectReader()) {
      Map<String, String> files = new TreeMap<>(Map.of("a/sub/file", "1", "b/sub/file", "1"));
      ObjectId first = commit(from, files);
      files.put("b/new", "2");
      ObjectId second = commit(from, files, first);
      Set<ObjectId> sub;
      try (TreeWalk walk = TreeWalk.forPath(reader, "a/sub", tree(from, first))) {
        sub = Set.of(walk.getObjectId(0));
      }
      assertThat(SparseReader.shared(reader, second, Set.of(first))).isEqualTo(sub);
    }
  }

  private static ObjectId tree(Repository repository, ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.parseCommit(commit).getTree().copy();
    }
  }

  @Test
  void nothing_is_taken_for_known_where_the_parent_is_not_there_or_there_are_two()
      throws IOException {
    try (Repository from = SafeGit.open(here);
        ObjectReader reader = from.newObjectReader()) {
      ObjectId first = commit(from, Map.of("d/file", "1"));
      ObjectId second = commit(from, Map.of("d/file", "1", "x", "2"), first);
      ObjectId merge = commit(from, Map.of("d/file", "1", "x", "3"), first, second);
      assertThat(SparseReader.shared(reader, second, Set.of())).isEmpty();
      assertThat(SparseReader.shared(reader, merge, Set.of(first, second))).isEmpty();
      assertThat(SparseReader.shared(reader, first, Set.of(first))).isEmpty();
    }
  }

  /** Files set, removed, and whole directories copied over another. */
  private static void change(Map<String, String> files, Random random, int times) {
    for (int i = 0; i < times; i++) {
      String path = path(random, 1 + random.nextInt(4));
      switch (random.nextInt(5)) {
        case 0 -> remove(files, path);
        case 1 -> copy(files, path(random, 1 + random.nextInt(2)), path);
        default -> {
          remove(files, path);
          files.keySet().removeIf(known -> path.startsWith(known + "/"));
          files.put(path, "content " + random.nextInt(3));
        }
      }
    }
    files.putIfAbsent("always", "there");
  }

  private static void copy(Map<String, String> files, String from, String to) {
    Map<String, String> copied = new TreeMap<>();
    files.forEach(
        (path, content) -> {
          if (path.startsWith(from + "/")) {
            copied.put(to + path.substring(from.length()), content);
          }
        });
    if (!copied.isEmpty() && !to.startsWith(from + "/") && !from.startsWith(to + "/")) {
      remove(files, to);
      files.keySet().removeIf(known -> to.startsWith(known + "/"));
      files.putAll(copied);
    }
  }

  private static void remove(Map<String, String> files, String path) {
    files.keySet().removeIf(known -> known.equals(path) || known.startsWith(path + "/"));
  }

  private static String path(Random random, int depth) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      names.add(String.valueOf((char) ('a' + random.nextInt(3))));
    }
    return String.join("/", names);
  }

  private static ObjectId commit(
      Repository repository, Map<String, String> files, ObjectId... parents) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree(inserter, files, ""));
      commit.setParentIds(parents);
      commit.setAuthor(new PersonIdent("a", "a@example.com"));
      commit.setCommitter(new PersonIdent("a", "a@example.com"));
      commit.setMessage("x");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  private static ObjectId tree(ObjectInserter inserter, Map<String, String> files, String prefix)
      throws IOException {
    // As git sorts them: a directory as if its name ended in a slash.
    Map<String, Boolean> names = new TreeMap<>();
    for (String path : files.keySet()) {
      if (path.startsWith(prefix)) {
        String rest = path.substring(prefix.length());
        int slash = rest.indexOf('/');
        names.put(slash < 0 ? rest : rest.substring(0, slash + 1), slash >= 0);
      }
    }
    TreeFormatter tree = new TreeFormatter();
    for (Map.Entry<String, Boolean> each : names.entrySet()) {
      String name = each.getKey();
      if (each.getValue()) {
        tree.append(
            name.substring(0, name.length() - 1),
            FileMode.TREE,
            tree(inserter, files, prefix + name));
      } else {
        byte[] content = files.getOrDefault(prefix + name, "").getBytes(UTF_8);
        tree.append(name, FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, content));
      }
    }
    return inserter.insert(tree);
  }

  private static byte[] pack(Repository from, ObjectId want, Set<ObjectId> have, boolean thin)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PackWriter writer = new PackWriter(from)) {
      writer.setThin(thin);
      writer.preparePack(NullProgressMonitor.INSTANCE, Set.of(want), have);
      writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out);
    }
    return out.toByteArray();
  }

  private static void unpack(byte[] pack, Repository to) throws IOException {
    try (ObjectInserter inserter = to.newObjectInserter()) {
      PackParser parser = inserter.newPackParser(new ByteArrayInputStream(pack));
      parser.setAllowThin(true);
      parser.parse(NullProgressMonitor.INSTANCE);
      inserter.flush();
    }
  }

  private static void assertComplete(Repository repository, ObjectId commit, String what) {
    try (ObjectWalk walk = new ObjectWalk(repository)) {
      walk.markStart(walk.parseCommit(commit));
      walk.checkConnectivity();
    } catch (IOException e) {
      throw new AssertionError(what + ": " + e.getMessage(), e);
    }
  }
}
