package codeblocking.save;

import codeblocking.project.Author;
import codeblocking.remote.RefWriter;
import codeblocking.workspace.Durable;
import codeblocking.workspace.Packs;
import codeblocking.workspace.SafeGit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/** The server's own git directory of a project; for the holder of the project's git lease. */
public final class GitStore implements AutoCloseable, History {
  private static final int MOST_COUNTED = 1_000_000;

  private static final PersonIdent COMMITTER =
      new PersonIdent("CodeBlocking", "codeblocking@localhost", Instant.EPOCH, ZoneOffset.UTC);

  private static final int MOST_PACKS = 50;
  private static final String BROUGHT = "codeblocking-brought";
  private static final String ELSEWHERE = "codeblocking-elsewhere";

  private final Path gitDir;
  private final Repository repository;
  private final @Nullable StoreTurns turns;

  // JGit syncs the files of loose objects and refs, but not the directories that name them.
  private final Set<String> loose = new HashSet<>();
  private final Set<String> written = new HashSet<>();

  private GitStore(Path gitDir, Repository repository, @Nullable StoreTurns turns) {
    this.gitDir = gitDir;
    this.repository = repository;
    this.turns = turns;
  }

  /** Opens it, making it first where there is none, and removing locks that a crash left. */
  public static GitStore open(Path gitDir, Path staging) throws IOException {
    SafeGit.create(gitDir, staging, "main");
    StoreTurns turns = StoreTurns.of(gitDir);
    turns.job(() -> SafeGit.recover(gitDir));
    try {
      return new GitStore(gitDir, SafeGit.open(gitDir), turns);
    } catch (IOException | RuntimeException e) {
      turns.jobEnds();
      throw e;
    }
  }

  /** Opens it to look only, lease or not; empty: there is none yet. */
  public static Optional<GitStore> look(Path gitDir) throws IOException {
    return Files.isDirectory(gitDir)
        ? Optional.of(new GitStore(gitDir, SafeGit.open(gitDir), null))
        : Optional.empty();
  }

  public Path directory() {
    return gitDir;
  }

  public @Nullable String ref(String name) throws IOException {
    Ref ref = repository.exactRef(name);
    return ref == null || ref.getObjectId() == null ? null : ref.getObjectId().name();
  }

  /** Name without the prefix → id. */
  public Map<String, String> refs(String prefix) throws IOException {
    Map<String, String> refs = new TreeMap<>();
    for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix)) {
      if (ref.getObjectId() != null) {
        refs.put(ref.getName().substring(prefix.length()), ref.getObjectId().name());
      }
    }
    return refs;
  }

  /** On the disk after the next {@link #sync}. */
  public void setRef(String name, String commit) throws IOException {
    new RefWriter(repository).set(name, ObjectId.fromString(commit));
    written.add(name);
  }

  public void deleteRef(String name) throws IOException {
    new RefWriter(repository).delete(name);
  }

  /** What was noted with {@link #brought(String)}; null: nothing that still holds. */
  @Nullable String brought() throws IOException {
    Path file = gitDir.resolve(BROUGHT);
    return Files.exists(file) ? Files.readString(file) : null;
  }

  /** Notes of which state of the user's refs {@code refs/ws/*} are; null: of none in particular. */
  void brought(@Nullable String fingerprint) throws IOException {
    Path file = gitDir.resolve(BROUGHT);
    if (fingerprint == null) {
      Files.deleteIfExists(file);
    } else {
      Files.writeString(file, fingerprint);
    }
  }

  /** Objects that tags of the workspace name and that other remotes of it hold, as last asked. */
  Set<String> elsewhere() throws IOException {
    Path file = gitDir.resolve(ELSEWHERE);
    return Files.exists(file) ? Set.copyOf(Files.readAllLines(file)) : Set.of();
  }

  void elsewhere(Set<String> ids) throws IOException {
    Files.write(gitDir.resolve(ELSEWHERE), ids);
  }

  /**
   * The commit that the id names, or that a tag of this id is of; null: it is none, or not here.
   */
  @Nullable String peeled(String id) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.peel(walk.parseAny(ObjectId.fromString(id))) instanceof RevCommit commit
          ? commit.name()
          : null;
    } catch (MissingObjectException e) {
      return null;
    }
  }

  /** Whether the id is a commit that is here. */
  public boolean has(String commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      // A tag of a commit is none: a parent that is a tag is refused everywhere.
      return walk.parseAny(ObjectId.fromString(commit)) instanceof RevCommit;
    } catch (MissingObjectException e) {
      return false;
    }
  }

  public String tree(String commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.parseCommit(ObjectId.fromString(commit)).getTree().name();
    }
  }

  /** When it was made. */
  Instant time(String commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.parseCommit(ObjectId.fromString(commit)).getCommitterIdent().getWhenAsInstant();
    }
  }

  @Override
  public boolean contains(String descendant, String ancestor) throws IOException {
    if (descendant.equals(ancestor)) {
      return true;
    }
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit below = walk.parseCommit(ObjectId.fromString(descendant));
      return walk.isMergedInto(walk.parseCommit(ObjectId.fromString(ancestor)), below);
    } catch (MissingObjectException e) {
      // A workspace sent commits without what is before them: what is complete here has none.
      return false;
    }
  }

  @Override
  public List<String> beyond(String tip, Collection<String> known, int most) throws IOException {
    List<String> found = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(ObjectId.fromString(tip)));
      for (String id : known) {
        walk.markUninteresting(walk.parseCommit(ObjectId.fromString(id)));
      }
      for (RevCommit commit : walk) {
        if (found.size() >= most) {
          break;
        }
        found.add(commit.name());
      }
    }
    return found;
  }

  /** Those that this server made: a save may also be a commit of the user's own. */
  public List<String> madeHere(List<String> commits) throws IOException {
    List<String> made = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      for (String id : commits) {
        PersonIdent committer = walk.parseCommit(ObjectId.fromString(id)).getCommitterIdent();
        if (committer.getEmailAddress().equals(COMMITTER.getEmailAddress())) {
          made.add(id);
        }
      }
    }
    return made;
  }

  /** Everything that a commit is made of: the same values make the same id, each time. */
  public record CommitText(Author author, Instant at, String message) {}

  /** Makes a commit; on the disk after the next {@link #sync}. */
  public String commit(String tree, List<String> parents, CommitText text) throws IOException {
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(ObjectId.fromString(tree));
    commit.setParentIds(parents.stream().map(ObjectId::fromString).toList());
    commit.setAuthor(
        new PersonIdent(text.author().name(), text.author().email(), text.at(), ZoneOffset.UTC));
    commit.setCommitter(new PersonIdent(COMMITTER, text.at(), ZoneOffset.UTC));
    commit.setMessage(text.message());
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      loose.add(id.name());
      return id.name();
    }
  }

  /** The same commit of ours, by the same author at the same time, with another content. */
  String again(String commit, String tree, List<String> parents) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit before = walk.parseCommit(ObjectId.fromString(commit));
      PersonIdent author = before.getAuthorIdent();
      return commit(
          tree,
          parents,
          new CommitText(
              new Author(author.getName(), author.getEmailAddress()),
              author.getWhenAsInstant(),
              before.getFullMessage()));
    }
  }

  List<String> parents(String commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return Arrays.stream(walk.parseCommit(ObjectId.fromString(commit)).getParents())
          .map(RevCommit::name)
          .toList();
    }
  }

  /** Commits of this very content of which the remote refused some. */
  List<String> wholes(String tree) throws IOException {
    List<String> wholes = new ArrayList<>();
    for (String commit : refs(StoreRefs.whole("")).values()) {
      if (tree(commit).equals(tree)) {
        wholes.add(commit);
      }
    }
    return wholes;
  }

  Contents contents() {
    return new Contents(repository);
  }

  /**
   * How many files differ, a million at most: a few trees of trees can have any number. {@code
   * before} null: how many there are.
   */
  public int changed(@Nullable String before, String tree) throws IOException {
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.setRecursive(true);
      if (before == null) {
        walk.addTree(new org.eclipse.jgit.treewalk.EmptyTreeIterator());
      } else {
        walk.addTree(ObjectId.fromString(before));
      }
      walk.addTree(ObjectId.fromString(tree));
      walk.setFilter(TreeFilter.ANY_DIFF);
      int count = 0;
      while (count < MOST_COUNTED && walk.next()) {
        count++;
      }
      return count;
    }
  }

  /** Writes a pack of what {@code want} has and {@code have} does not. */
  public void pack(Collection<String> want, Collection<String> have, Path file) throws IOException {
    try (PackWriter writer = SafeGit.packer(repository, ids(want), ids(have));
        OutputStream out = Files.newOutputStream(file)) {
      writer.setDeltaBaseAsOffset(true);
      writer.preparePack(NullProgressMonitor.INSTANCE, ids(want), ids(have));
      writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out);
    }
  }

  /**
   * Makes one pack of many, now and then. Everything that is needed has a ref; the rest stays for
   * two weeks. Only under the lease: JGit's own background collection once lost a ref of ours.
   */
  public void tidy() throws IOException {
    FileRepository files = (FileRepository) repository;
    if (files.getObjectDatabase().getPacks().size() <= MOST_PACKS) {
      return;
    }
    GC gc = new GC(files);
    // The lease is ours: nobody is writing a pack that this could take from under them.
    gc.setPackExpireAgeMillis(0);
    gc.repack();
    sync();
    gc.prunePacked();
  }

  Repository repository() {
    return repository;
  }

  /** When it returns, everything that was written through this is on the disk. */
  public void sync() throws IOException {
    Packs.sync(gitDir);
    Path objects = gitDir.resolve("objects");
    for (String id : loose) {
      Durable.directory(objects.resolve(id.substring(0, 2)));
    }
    if (!loose.isEmpty()) {
      Durable.directory(objects);
    }
    for (String name : written) {
      Durable.ref(gitDir, name);
    }
    loose.clear();
    written.clear();
  }

  private static Set<ObjectId> ids(Collection<String> ids) {
    Set<ObjectId> set = new HashSet<>();
    ids.forEach(id -> set.add(ObjectId.fromString(id)));
    return set;
  }

  @Override
  public void close() {
    repository.close();
    if (turns != null) {
      turns.jobEnds();
    }
  }
}
