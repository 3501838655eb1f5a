package codeblocking.workspace;

import codeblocking.project.ProjectId;
import java.io.IOException;

/** Removes what a project has on this host. */
public interface WorkspaceRemoval {
  /**
   * Removes workspace, server-owned git directory and handover, following no link; already gone is
   * success.
   *
   * @param hosted also the repository on the built-in git host
   */
  void remove(ProjectId project, boolean hosted) throws IOException;

  /**
   * Whether the project's files are still here; they are the first that {@link #remove} removes.
   */
  boolean present(ProjectId project);
}
