package codeblocking.save;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryState;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Somebody who works in a workspace, and knows what must not be lost. */
final class ModelUser {
  private static final List<String> FILES =
      List.of("readme.md", "README.md", "src/a.c", "src/b.c", "src/deep/c.c", "docs/d.txt");
  private static final List<String> BRANCHES = List.of("main", "feature/x", "y");

  private final Path work;
  private final Random random;
  private int tokens;

  /** Commits that were never amended away, nor left behind on a detached HEAD. */
  final Set<String> own = new LinkedHashSet<>();

  /** Every commit that the user ever made. */
  final Set<String> made = new LinkedHashSet<>();

  private final Set<String> detachedOnly = new LinkedHashSet<>();

  ModelUser(Path work, Random random) {
    this.work = work;
    this.random = random;
  }

  Repository open() throws IOException {
    return new FileRepositoryBuilder()
        .setGitDir(work.resolve(".git").toFile())
        .setWorkTree(work.toFile())
        .build();
  }

  /** Path → content, as it is on the disk. */
  Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(work)) {
      for (Path each : walk.filter(Files::isRegularFile).toList()) {
        String path = work.relativize(each).toString();
        if (!path.startsWith(".git/")) {
          files.put(path, Files.readString(each));
        }
      }
    }
    return files;
  }

  void edit() throws IOException {
    Path file = work.resolve(FILES.get(random.nextInt(FILES.size())));
    if (random.nextInt(6) == 0) {
      Files.deleteIfExists(file);
    } else {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "token " + ++tokens + "\n");
    }
  }

  /** One thing that people do with git. */
  String git() throws IOException {
    try (Repository repository = open();
        Git git = new Git(repository)) {
      return switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> commit(git, false);
        case 4 -> repository.resolve("HEAD") == null ? "no head" : commit(git, true);
        case 5 -> stage(git);
        case 6, 7 -> checkOut(git, BRANCHES.get(random.nextInt(BRANCHES.size())));
        case 8 -> detach(git);
        case 9 -> stash(git);
        case 10 -> merge(git, "refs/heads/" + BRANCHES.get(random.nextInt(BRANCHES.size())));
        default -> mergeOrigin(git);
      };
    } catch (GitAPIException | IllegalStateException e) {
      // As for anybody: git says no, and nothing has happened.
      return "refused: " + e.getClass().getSimpleName();
    }
  }

  private String commit(Git git, boolean amend) throws IOException, GitAPIException {
    Repository repository = git.getRepository();
    if (repository.readDirCache().hasUnmergedPaths() && random.nextBoolean()) {
      return "left the conflict";
    }
    ObjectId before = repository.resolve("HEAD");
    git.add().addFilepattern(".").call();
    git.add().addFilepattern(".").setUpdate(true).call();
    RevCommit made =
        git.commit()
            .setAuthor("Ann Lee", "ann@example.org")
            .setCommitter("Ann Lee", "ann@example.org")
            .setMessage("own " + ++tokens)
            .setAmend(amend)
            .call();
    if (amend && before != null) {
      own.remove(before.name());
      detachedOnly.remove(before.name());
    }
    note(made.name());
    if (detached(repository)) {
      detachedOnly.add(made.name());
    }
    return amend ? "amend" : "commit";
  }

  private void note(String commit) {
    own.add(commit);
    made.add(commit);
  }

  private String stage(Git git) throws IOException, GitAPIException {
    edit();
    git.add().addFilepattern(".").call();
    edit();
    return "stage";
  }

  private String checkOut(Git git, String branch) throws IOException, GitAPIException {
    Repository repository = git.getRepository();
    if (repository.resolve("HEAD") == null || repository.getRepositoryState() != SAFE) {
      return "stays";
    }
    boolean there = repository.exactRef("refs/heads/" + branch) != null;
    git.checkout().setName(branch).setCreateBranch(!there).call();
    own.removeAll(detachedOnly);
    detachedOnly.clear();
    if (!there) {
      // What was made on a detached HEAD may have come along; it is somewhere then.
      return "new branch";
    }
    return "switch";
  }

  private static final RepositoryState SAFE = RepositoryState.SAFE;

  private String detach(Git git) throws IOException, GitAPIException {
    ObjectId head = git.getRepository().resolve("HEAD");
    if (head == null || git.getRepository().getRepositoryState() != SAFE) {
      return "stays";
    }
    git.checkout().setName(head.name()).call();
    return "detach";
  }

  private String stash(Git git) throws IOException, GitAPIException {
    if (git.getRepository().resolve("HEAD") == null) {
      return "no head";
    }
    RevCommit made = git.stashCreate().setIncludeUntracked(false).call();
    if (made != null) {
      note(made.name());
    }
    return "stash";
  }

  private String mergeOrigin(Git git) throws IOException, GitAPIException {
    String branch = git.getRepository().getBranch();
    return merge(git, "refs/remotes/origin/" + branch);
  }

  private String merge(Git git, String name) throws IOException, GitAPIException {
    Ref other = git.getRepository().exactRef(name);
    if (other == null || git.getRepository().getRepositoryState() != SAFE) {
      return "nothing to merge";
    }
    var result = git.merge().include(other).setMessage("merge " + ++tokens).call();
    if (result.getMergeStatus().isSuccessful() && result.getNewHead() != null) {
      note(result.getNewHead().name());
      if (detached(git.getRepository())) {
        detachedOnly.add(result.getNewHead().name());
      }
    }
    return "merge: " + result.getMergeStatus();
  }

  private static boolean detached(Repository repository) throws IOException {
    return !repository.getFullBranch().startsWith("refs/");
  }

  /** On a branch, with nothing in progress. */
  boolean plain() throws IOException {
    try (Repository repository = open()) {
      return repository.getRepositoryState() == SAFE && !detached(repository);
    }
  }

  String branch() throws IOException {
    try (Repository repository = open()) {
      return repository.getBranch();
    }
  }

  @org.jspecify.annotations.Nullable
  String tip() throws IOException {
    try (Repository repository = open()) {
      ObjectId head = repository.resolve("HEAD");
      return head == null ? null : head.name();
    }
  }

  boolean clean() throws IOException {
    try (Repository repository = open();
        Git git = new Git(repository)) {
      return git.status().call().isClean();
    } catch (GitAPIException e) {
      throw new IOException(e);
    }
  }
}
