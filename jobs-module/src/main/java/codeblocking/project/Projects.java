package codeblocking.project;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The projects of all users. */
public interface Projects {
  void add(Project project);

  Optional<Project> find(ProjectId id);

  /**
   * Whose the project is, or was: that never changes, so it may be remembered. Says nothing of
   * whether the project still exists.
   */
  default Optional<UserId> owner(ProjectId id) {
    return find(id).map(Project::owner);
  }

  /**
   * Lists newest first.
   *
   * @param owner null: of everybody
   * @param before the last id of the page before; null: from the newest
   */
  List<Project> list(@Nullable UserId owner, @Nullable ProjectId before, int limit);

  void imported(ProjectId id, ImportProgress progress);

  /** The branch that was found to be the remote's default, or that the user checked out. */
  void branch(ProjectId id, String branch);

  void remote(ProjectId id, String remoteUrl);

  void environment(ProjectId id, String environment);

  void author(ProjectId id, Author author);

  /** The project, also when it has been deleted: its repository on the built-in host remains. */
  Optional<Project> everFound(ProjectId id);

  /** Removes the project from every list; its jobs and saves stay as history. */
  void remove(ProjectId id);
}
