package codeblocking.container;

/** Keys of the labels on every container and network that this system makes (CONTRACT §6). */
public final class ContainerLabels {
  /** Whose it is; what lacks this instance's is never touched. */
  public static final String INSTANCE = "codeblocking.instance";

  public static final String USER_ID = "codeblocking.userId";

  /** Empty on a pool container, whose name says the project after the claim. */
  public static final String PROJECT_ID = "codeblocking.projectId";

  /** Only on a container of the pool: over which slot it was made. */
  public static final String SLOT = "codeblocking.slot";

  public static final String ENVIRONMENT = "codeblocking.environment";

  /** Only on what is no workspace. */
  public static final String ROLE = "codeblocking.role";

  private ContainerLabels() {}
}
