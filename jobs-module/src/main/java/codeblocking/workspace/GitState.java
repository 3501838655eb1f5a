package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace's own git directory says, read as data and believed in nothing.
 *
 * @param usable false: there is no directory {@code .git}, or its HEAD says nothing we understand
 * @param branch checked out; null: HEAD is detached, or not usable
 * @param detached the commit HEAD names itself; else null
 * @param left the branch that a rebase or a bisection has left and comes back to; null: none is
 *     known
 * @param heads branch → commit, and by full names {@code refs/stash} and the older ones, such as
 *     {@code refs/stash@{1}}, tags, which may name any object, and second work trees that are on no
 *     branch, below {@link #WORK_TREES}; 40 hex digits each
 * @param origin what {@code refs/remotes/origin/<branch>} is; null: not known
 * @param inProgress in words, such as {@code a merge}; null: nothing is
 * @param sparse parts of the tree are left out on purpose, so a missing file is no deletion
 */
public record GitState(
    boolean usable,
    @Nullable String branch,
    @Nullable String detached,
    @Nullable String left,
    SortedMap<String, String> heads,
    @Nullable String origin,
    @Nullable String inProgress,
    boolean sparse) {
  /** Before the name of a second work tree. */
  public static final String WORK_TREES = "refs/worktrees/";

  static final GitState NONE = of(false, null, new TreeMap<>());

  /** Branch → commit alone. */
  public SortedMap<String, String> branches() {
    SortedMap<String, String> branches = new TreeMap<>(heads);
    branches.keySet().removeIf(name -> name.startsWith("refs/"));
    return branches;
  }

  /** One in which nothing goes on. */
  public static GitState of(
      boolean usable, @Nullable String branch, SortedMap<String, String> heads) {
    return new GitState(usable, branch, null, null, heads, null, null, false);
  }

  /** The commit that is checked out; null: none yet. */
  public @Nullable String head() {
    return branch == null ? detached : heads.get(branch);
  }

  /** The same with some of the heads only, by their names and ids. */
  public GitState keeping(BiPredicate<String, String> which) {
    SortedMap<String, String> kept = new TreeMap<>(heads);
    kept.entrySet().removeIf(head -> !which.test(head.getKey(), head.getValue()));
    return new GitState(usable, branch, detached, left, kept, origin, inProgress, sparse);
  }

  /** The same with one branch elsewhere. */
  public GitState withHead(String name, String commit) {
    SortedMap<String, String> changed = new TreeMap<>(heads);
    changed.put(name, commit);
    return new GitState(usable, branch, detached, left, changed, origin, inProgress, sparse);
  }

  /**
   * One value for HEAD, all heads and what is in progress.
   *
   * @param same commits that count as another: a branch that is anywhere on the way to a save is as
   *     good as saved
   */
  public String fingerprint(Map<String, String> same) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String position = branch != null ? "branch " + branch : "detached " + mapped(detached, same);
      // What went beside the branch meanwhile is to go to the branch when it is over.
      position += inProgress == null ? "" : " during " + inProgress;
      digest.update((usable + " " + position + "\n").getBytes(UTF_8));
      heads.forEach(
          (name, id) -> digest.update((name + " " + mapped(id, same) + "\n").getBytes(UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable String mapped(@Nullable String id, Map<String, String> same) {
    return id == null ? null : same.getOrDefault(id, id);
  }
}
