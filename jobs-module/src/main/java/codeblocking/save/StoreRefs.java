package codeblocking.save;

import codeblocking.job.JobId;
import codeblocking.project.ProjectId;

/** Names of refs: in the server's own git directory, and of those in the remote that are ours. */
public final class StoreRefs {
  /** All that was brought from the workspace; what is on no branch: {@link Apart#refs}. */
  static final String USER = "refs/ws/";

  /** The user's branches as last brought from the workspace, complete. */
  public static final String USER_HEADS = "refs/ws/heads/";

  static final String USER_DETACHED = "refs/ws/HEAD";

  /** The remote's branches as last seen, complete. */
  public static final String ORIGIN = "refs/remotes/origin/";

  /** What went beside the branches, as last verified in the remote, complete. */
  static final String SIDES = "refs/codeblocking/side/";

  /** Local snapshots, and states before a restore; never pushed. */
  static final String SNAPSHOTS = "refs/codeblocking/snapshot/";

  static final String HEADS = "refs/heads/";
  private static final String TIPS = "refs/codeblocking/tip/";
  private static final String PINS = "refs/codeblocking/pin/";

  private StoreRefs() {}

  /** The last save on its way to a branch, pushed or not. */
  static String tip(String branch) {
    return TIPS + flat(branch);
  }

  /** What the side ref of a branch was last verified to be. */
  static String side(String branch) {
    return SIDES + flat(branch);
  }

  /** Keeps the whole content of the newest save that went without some of its files. */
  static String whole(String branch) {
    return "refs/codeblocking/whole/" + flat(branch);
  }

  /** Keeps a job's commit until the remote has it. */
  static String pin(JobId job) {
    return PINS + job;
  }

  /** Where in the remote goes what the branch cannot take. */
  static String aside(ProjectId project, String branch) {
    return HEADS + autosave(project) + branch;
  }

  static boolean isAside(ProjectId project, String ref) {
    return ref.startsWith(HEADS + autosave(project));
  }

  /** The branch that a save's ref is for. */
  static String branch(ProjectId project, String ref) {
    String prefix = isAside(project, ref) ? HEADS + autosave(project) : HEADS;
    return ref.substring(prefix.length());
  }

  /**
   * A branch as one component: in time a user has {@code a} and later {@code a/b}, and as refs of
   * ours the one would be in the other's way for ever.
   */
  private static String flat(String branch) {
    return branch.replace("%", "%25").replace("/", "%2F");
  }

  private static String autosave(ProjectId project) {
    return "codeblocking/autosave/" + project + "/";
  }
}
