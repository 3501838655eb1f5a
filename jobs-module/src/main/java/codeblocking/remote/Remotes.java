package codeblocking.remote;

import codeblocking.job.NeedsPerson;
import codeblocking.project.Project;

/** The remote of a project. */
public interface Remotes {
  /**
   * The remote that the project's row names, with the owner's credential for it.
   *
   * @throws NeedsPerson when the address is not, or no longer, allowed
   */
  Remote of(Project project) throws NeedsPerson;
}
