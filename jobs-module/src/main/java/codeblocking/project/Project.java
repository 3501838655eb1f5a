package codeblocking.project;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A project: a workspace on this host and a remote that its work goes to.
 *
 * <p>Its life begins with New Project or Import Repo. A prewarm gives it a container, sessions keep
 * the container, the last session's end saves and then stops it, and so on again, until it is
 * deleted, after a last save.
 *
 * @param remoteUrl where saves are pushed; null: the built-in git host
 * @param branch the branch asked for, or the remote's default once known
 * @param author of saves, as last told by the owner's token
 * @param imported null unless imported
 */
public record Project(
    ProjectId id,
    UserId owner,
    Author author,
    String name,
    String environment,
    @Nullable String remoteUrl,
    String branch,
    @Nullable ImportProgress imported,
    Instant createdAt) {

  public boolean builtIn() {
    return remoteUrl == null;
  }

  /** INVARIANT: until a clone is done, missing files are not deletions, so nothing is saved. */
  public boolean filled() {
    return imported == null || imported.state() == ImportState.DONE;
  }
}
