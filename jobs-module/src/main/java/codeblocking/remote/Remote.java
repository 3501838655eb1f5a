package codeblocking.remote;

import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a project's work goes. Git directories are the server's own, never a workspace's. */
public interface Remote {
  /** For people: the host, without secrets. */
  String name();

  /** Every ref with its commit, as the remote says now. */
  Refs refs() throws RetryLater, NeedsPerson;

  /**
   * The commit of one ref, as the remote says now; empty: it has none such. To be asked for all of
   * them costs a remote with a hundred thousand of them megabytes.
   */
  default Optional<String> tip(String ref) throws RetryLater, NeedsPerson {
    return Optional.ofNullable(refs().ids().get(ref));
  }

  /**
   * Brings every branch to {@code refs/remotes/origin/*} and every tag to {@code refs/tags/*};
   * branches that the remote has no more are removed there. Objects are checked.
   */
  Refs fetch(Path gitDir, Consumer<String> progress) throws RetryLater, NeedsPerson;

  /** Brings one ref to {@code refs/remotes/origin/*}. */
  void fetchBranch(Path gitDir, String branch) throws RetryLater, NeedsPerson;

  /** Pushes a commit to a ref, never by force. Not verified: read {@link #refs} back. */
  Push push(Path gitDir, String commit, String ref) throws RetryLater, NeedsPerson;

  /**
   * What a remote has.
   *
   * @param head the branch that HEAD names; null: none, or not told
   * @param ids full ref name → 40 hex digits
   */
  record Refs(@Nullable String head, Map<String, String> ids) {
    public @Nullable String branch(String name) {
      return ids.get("refs/heads/" + name);
    }

    /**
     * The branch that would be a directory of this one, or the other way: git keeps no two such,
     * and fails to lock the second as if time would help. Null: none.
     */
    static @Nullable String inTheWay(Collection<String> names, String ref) {
      return names.stream()
          .filter(name -> name.startsWith("refs/heads/"))
          .filter(name -> name.startsWith(ref + "/") || ref.startsWith(name + "/"))
          .findFirst()
          .orElse(null);
    }
  }

  /** How a push ended that was answered. */
  sealed interface Push {
    /** The remote says that it has it. */
    record Landed() implements Push {}

    /** Not on this ref, but another may take it: the branch moved on, or is protected. */
    record Elsewhere(boolean moved, String reason) implements Push {}

    /** Not while the remote has another ref, of which this one would be a directory, or below. */
    record InTheWay(String other) implements Push {}

    /**
     * Not with these files; the rest it may take.
     *
     * @param files none named: the largest are meant
     * @param reason in words, of each file
     */
    record Without(RejectedFiles files, String reason) implements Push {}
  }
}
